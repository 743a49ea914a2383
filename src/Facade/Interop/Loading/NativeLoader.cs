using System.Reflection;
using System.Runtime.InteropServices;

namespace LibTorch.Interop;

/// <summary>
/// Finds the native library and a libtorch that fits it, and loads both once. If this fails, the exception says what was tried.
/// </summary>
/// <remarks>
/// All files are checked before any is loaded: two libtorchs in one process, or one that the native library was not built for, would end
/// the process.
/// </remarks>
internal static class NativeLoader
{
    public const string FileName = "libtorch_facade.so";

    private static readonly UninterruptibleLock Loading = new();
    private static LoadedLibraries? _loaded;
    private static int? _endingThread;
    private static bool _left;

    public static void Register()
    {
        NativeLibrary.SetDllImportResolver(typeof(NativeLoader).Assembly, Resolve);
        AppDomain.CurrentDomain.ProcessExit += OnProcessExit;
        LibraryCopy.WhenUnloading(LetGo);
    }

    /// <summary>The loaded libraries; loads them at the first call.</summary>
    /// <exception cref="LibTorchNotFoundException">The libraries cannot be loaded.</exception>
    public static LoadedLibraries Loaded
    {
        get
        {
            using (Loading.Enter())
            {
                if (_loaded is not null || _endingThread is null || _endingThread == Environment.CurrentManagedThreadId)
                {
                    return _loaded ??= Load();
                }
            }

            // The process is ending. Libraries that were loaded now would be used while their static objects are destroyed, so this thread
            // waits forever.
            while (true)
            {
                try
                {
                    Thread.Sleep(Timeout.Infinite);
                }
                catch (ThreadInterruptedException)
                {
                    // The thread keeps waiting, as it must not go on.
                }
            }
        }
    }

    private static void OnProcessExit(object? sender, EventArgs arguments) => End();

    // Removes what the runtime calls or finalizes again and again, because that keeps this copy's load context alive.
    private static void LetGo()
    {
        AppDomain.CurrentDomain.ProcessExit -= OnProcessExit;
        CollectionNotice.End();
        using (Loading.Enter())
        {
            _left = true;
            if (_loaded is not null)
            {
                LibraryCopy.Leave(_loaded.Handle);
            }
        }
    }

    // Waits for a thread that is loading, because the native library has to be told before the process goes on to end.
    private static void End()
    {
        using (Loading.Enter())
        {
            _endingThread = Environment.CurrentManagedThreadId;
            if (_loaded is not null)
            {
                Native.ltf_process_ends();
            }
        }
    }

    // The runtime calls this once for each function.
    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? searchPath) => name switch
    {
        Native.Library => Loaded.Handle,
        Native.C10dLibrary => C10dLibrary.Handle,
        _ => 0,
    };

    private static LoadedLibraries Load()
    {
        using var entered = ProcessNative.Enter();
        NativePlaces natives = new();
        if (ProcessNative.Loaded is not { } loaded)
        {
            var found = new LibrarySearch(natives).Load();
            ProcessNative.Loaded = (found.Native.Path, found.Handle);
            return found with { Owner = Register(found.Handle) };
        }

        // Another copy of this assembly has loaded the libraries already, in its own load context.
        NativeFile file = new(loaded.File);
        var native = file.BuiltFor ?? throw new LibTorchNotFoundException(
            $"This process has loaded the native library {loaded.File} already, and this copy of LibTorch.Facade cannot use it: {file.Finding}.");
        var folder = Path.GetDirectoryName(ProcessMaps.Files("libtorch_cpu.so").First())!;
        return new LoadedLibraries(loaded.Handle, Register(loaded.Handle), native, folder, LibTorchPlaces.Loaded, natives);
    }

    private static nint Register(nint library)
    {
        var owner = LibraryCopy.Register(library);
        if (_left)
        {
            LibraryCopy.Leave(library);
        }

        return owner;
    }
}
