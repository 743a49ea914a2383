using System.Text;
using Microsoft.Win32.SafeHandles;

namespace LibTorch.Interop;

/// <summary>
/// Loads a native library under whose names libtorch's libraries do not exist here. One that was compiled on Debian needs
/// <c>libtorch_cpu.so.2.6</c>, and a Python's torch has a <c>libtorch_cpu.so</c>; otherwise they are the same. A copy of the library with
/// the names replaced is loaded from memory.
/// </summary>
internal static unsafe class RenamedNative
{
    private const uint CloseOnExec = 1;

    /// <summary>Loads the library. The libtorch libraries that it needs are loaded already.</summary>
    /// <returns>The handle; or 0, and the reason.</returns>
    public static (nint Handle, string Reason) Open(BuiltFor native, IReadOnlyList<LibTorchLibrary> libraries)
    {
        var bytes = File.ReadAllBytes(native.Path);
        foreach (var (asked, offset) in ElfFile.Read(native.Path).Needed)
        {
            if (libraries.FirstOrDefault(library => library.Asked == asked) is { } library)
            {
                // The new name is not longer than the old one; zeros fill the rest.
                var name = bytes.AsSpan(checked((int)offset), asked.Length);
                name.Clear();
                Encoding.UTF8.GetBytes(library.Name, name);
            }
        }

        fixed (byte* called = NativeText.Terminated(Path.GetFileName(native.Path)))
        {
            // Never closed: the loader knows the library by this path, which no other file may get.
            SafeFileHandle memory = new(Native.memfd_create(called, CloseOnExec), ownsHandle: false);
            if (memory.IsInvalid)
            {
                return (0, "there is no memory for a copy of it");
            }

            RandomAccess.Write(memory, bytes, 0);
            return SystemLoader.Open($"/proc/self/fd/{memory.DangerousGetHandle()}");
        }
    }
}
