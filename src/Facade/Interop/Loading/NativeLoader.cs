using System.Reflection;
using System.Runtime.InteropServices;

namespace LibTorch.Interop;

/// <summary>Finds the native library and a libtorch that fits it, loads both once, and says, when it cannot, what was tried.</summary>
/// <remarks>Everything is looked at before it is loaded: two libtorchs in one process, or one that the native library was not built for, would end it.</remarks>
internal static class NativeLoader
{
    public const string FileName = "libtorch_facade.so";

    private const string Variable = "LIBTORCH_FACADE_NATIVE";

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

    /// <summary>What is in use; loaded now, if it was not yet.</summary>
    /// <exception cref="LibTorchNotFoundException">It cannot be loaded.</exception>
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

            // Libraries that are loaded while the process ends would be used while their statics go away.
            while (true)
            {
                try
                {
                    Thread.Sleep(Timeout.Infinite);
                }
                catch (ThreadInterruptedException)
                {
                    // There is nothing to go back to.
                }
            }
        }
    }

    private static void OnProcessExit(object? sender, EventArgs arguments) => End();

    // What is called or finalized again and again by the runtime holds the load context of this copy.
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

    // Waits for a thread that is loading: the native library has to know before the process goes on to end.
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

    // The runtime asks once for each function.
    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? searchPath) => name == Native.Library ? Loaded.Handle : 0;

    private static LoadedLibraries Load()
    {
        LoadAttempts attempts = new();
        var native = FindNative(attempts) ?? throw attempts.Failure(Mending.NoNative);
        var mending = Mending.Nothing;
        foreach (var (origin, place) in LibTorchPlaces.All(native))
        {
            if (Look(place, origin, native, attempts) is not { } found)
            {
                continue;
            }

            if (found.Misfit is null)
            {
                return Load(native, found.LibTorch, origin, attempts);
            }

            mending = Mending.Misfit(found.LibTorch, origin, native, mending);
        }

        throw attempts.Failure(mending);
    }

    private static BuiltFor? FindNative(LoadAttempts attempts)
    {
        attempts.Title("the native library:");
        string[] candidates = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } chosen
            ? [Path.GetFullPath(chosen)]
            : [.. BesideTheApplication.Folders.Select(folder => Path.Combine(folder, FileName))];
        foreach (var path in candidates)
        {
            if (!File.Exists(path))
            {
                attempts.Add(path, "no such file");
                continue;
            }

            try
            {
                var native = BuiltFor.Read(path);
                attempts.Add(path, $"built for libtorch {native.Version} in {native.Folder}");
                return native;
            }
            catch (Exception why) when (why is BadImageFormatException or IOException or UnauthorizedAccessException)
            {
                attempts.Add(path, why.Message);
            }
        }

        return null;
    }

    private static (LibTorchFolder LibTorch, string? Misfit)? Look(string place, string origin, BuiltFor native, LoadAttempts attempts)
    {
        attempts.Title("libtorch:");
        var words = $"{place} ({origin})";
        try
        {
            if (LibTorchFolder.In(place, native) is not { } found)
            {
                attempts.Add(words, Directory.Exists(place) ? "no libtorch_cpu.so" : "no such folder");
                return null;
            }

            var misfit = found.Misfit(native);
            attempts.Add(words, misfit ?? $"libtorch {found.Version}");
            return (found, misfit);
        }
        catch (Exception why) when (why is IOException or UnauthorizedAccessException)
        {
            attempts.Add(words, why.Message);
            return null;
        }
    }

    // The native library asks for libtorch's by name, and is given those that are loaded already under these.
    private static LoadedLibraries Load(BuiltFor native, LibTorchFolder libtorch, string origin, LoadAttempts attempts)
    {
        foreach (var name in native.Libraries)
        {
            Open(Path.Combine(libtorch.Folder, name), libtorch.Folder);
        }

        var library = Open(native.Path, libtorch.Folder);
        var owner = LibraryCopy.Register(library);
        if (_left)
        {
            LibraryCopy.Leave(library);
        }

        return new LoadedLibraries(library, owner, native, libtorch.Folder, origin);

        nint Open(string path, string folder)
        {
            var (handle, reason) = SystemLoader.Open(path);
            if (handle == 0)
            {
                attempts.Add(path, reason);
                throw attempts.Failure(Mending.Refused(path, folder, reason));
            }

            return handle;
        }
    }
}
