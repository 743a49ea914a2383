using System.Runtime.InteropServices;

namespace LibTorch.Interop;

/// <summary>
/// The native library for torch.distributed. It lies beside the native library that is already loaded, and is loaded when it is first
/// called.
/// </summary>
internal static unsafe class C10dLibrary
{
    private const string Core = "libtorch_facade", Own = "libtorch_facade_c10d";

    private static readonly UninterruptibleLock Loading = new();
    private static nint _handle;

    /// <summary>The library's handle in the system's loader. The library is never unloaded.</summary>
    /// <exception cref="LibTorchNotFoundException">The library cannot be loaded; the message says why.</exception>
    public static nint Handle
    {
        get
        {
            using var entered = Loading.Enter();
            return _handle != 0 ? _handle : _handle = Load(NativeLoader.Loaded);
        }
    }

    /// <summary>Why the library cannot be loaded; null where it can be, or is.</summary>
    public static string? Problem
    {
        get
        {
            try
            {
                _ = Handle;
                return null;
            }
            catch (LibTorchNotFoundException problem)
            {
                return problem.Message;
            }
        }
    }

    private static nint Load(LoadedLibraries core)
    {
        // In a package, libtorch_facade_c10d-2.6.0.so lies beside libtorch_facade-2.6.0.so.
        var name = Path.GetFileName(core.Native.Path);
        var path = Path.Combine(Path.GetDirectoryName(core.Native.Path)!, name.StartsWith(Core, StringComparison.Ordinal) ? Own + name[Core.Length..] : $"{Own}.so");
        if (!File.Exists(path))
        {
            throw Missing(path, "there is no such file. A libtorch that was built without torch.distributed has none, nor has a native library that was compiled for an older LibTorch.Facade", core);
        }

        try
        {
            var native = BuiltFor.Read(path);
            if (native.Boundary != Boundary.C10dHash)
            {
                throw Missing(path, "it belongs to another version of LibTorch.Facade", core);
            }

            if (native.Version != core.Native.Version || native.NewStrings != core.Native.NewStrings)
            {
                throw Missing(path, $"it was built for libtorch {native.Version}", core);
            }

            return Load(native, core);
        }
        catch (Exception why) when (why is BadImageFormatException or IOException or UnauthorizedAccessException)
        {
            throw Missing(path, why.Message, core);
        }
    }

    private static nint Load(BuiltFor native, LoadedLibraries core)
    {
        var fit = new LibTorchFolder(core.Folder, "").FitOf(native);
        if (fit.Misfit is { } misfit)
        {
            throw Missing(native.Path, misfit, core);
        }

        var (handle, reason) = fit.IsByName ? SystemLoader.Open(native.Path) : RenamedNative.Open(native, fit.Libraries);
        if (handle == 0)
        {
            throw Missing(native.Path, reason, core);
        }

        // The functions are called by pointer: the imports do not work yet, because they wait for this library.
        var attach = (delegate* unmanaged<nint, void>)NativeLibrary.GetExport(handle, "ltf_c10d_attach");
        var services = (delegate* unmanaged<nint>)NativeLibrary.GetExport(core.Handle, "ltf_services");
        attach(services());
        return handle;
    }

    private static LibTorchNotFoundException Missing(string path, string reason, LoadedLibraries core) =>
        new($"Torch.Distributed cannot be used with libtorch {core.Native.Version} in {core.Folder}: {path}: {reason}.");
}
