using System.Text;
using System.Runtime.InteropServices;

namespace LibTorch.Interop;

/// <summary>Loads a shared library with the C library's dlopen.</summary>
/// <remarks>
/// NativeLibrary.Load resolves functions when they are first called, and a missing one ends the process then. This loader resolves all at
/// once.
/// </remarks>
internal static unsafe class SystemLoader
{
    private const int FindAllNow = 2;

    /// <summary>Loads a library, resolving all symbols that it needs. It is never unloaded.</summary>
    /// <returns>The handle; or 0, and which library or symbol is missing.</returns>
    public static (nint Handle, string Reason) Open(string path)
    {
        // Clears an older error. It also makes sure that dlerror itself is resolved before dlopen may fail.
        Native.dlerror();
        fixed (byte* bytes = NativeText.Terminated(path))
        {
            using KeptSignalHandlers handlers = new();
            var handle = Native.dlopen(bytes, FindAllNow);
            return (handle, handle != 0 ? "" : Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(Native.dlerror())));
        }
    }
}
