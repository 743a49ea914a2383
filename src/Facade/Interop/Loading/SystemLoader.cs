using System.Text;
using System.Runtime.InteropServices;

namespace LibTorch.Interop;

/// <summary>Loads a shared library by way of the C library.</summary>
/// <remarks>.NET's own way finds functions when they are first called, and the process ends where one is missing then.</remarks>
internal static unsafe class SystemLoader
{
    private const int FindAllNow = 2;

    /// <summary>Loads a library for good, with each symbol that it needs.</summary>
    /// <returns>Its handle; or 0, and which library or symbol was missing.</returns>
    public static (nint Handle, string Reason) Open(string path)
    {
        // Forgets an older error; and the call that asks for it is there before the one that may fail.
        Native.dlerror();
        fixed (byte* bytes = NativeText.Terminated(path))
        {
            using KeptSignalHandlers handlers = new();
            var handle = Native.dlopen(bytes, FindAllNow);
            return (handle, handle != 0 ? "" : Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(Native.dlerror())));
        }
    }
}
