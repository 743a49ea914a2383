using System.Text;
using Microsoft.Win32.SafeHandles;

namespace LibTorch.Interop;

/// <summary>
/// A native library that asks for libtorch's libraries by the names that they have here. One that was compiled on Debian
/// asks for <c>libtorch_cpu.so.2.6</c>, and a Python's torch has a <c>libtorch_cpu.so</c>; otherwise they are the same.
/// The copy with these names lies in memory.
/// </summary>
internal static unsafe class RenamedNative
{
    private const uint CloseOnExec = 1;

    /// <summary>Loads it. What it is to be loaded with is loaded already.</summary>
    /// <returns>Its handle; or 0, and why not.</returns>
    public static (nint Handle, string Reason) Open(BuiltFor native, IReadOnlyList<LibTorchLibrary> libraries)
    {
        var bytes = File.ReadAllBytes(native.Path);
        foreach (var (asked, offset) in ElfFile.Read(native.Path).Needed)
        {
            if (libraries.FirstOrDefault(library => library.Asked == asked) is { } library)
            {
                // Not longer than the old one, and what is left of that is cut off by the zeros.
                var name = bytes.AsSpan(checked((int)offset), asked.Length);
                name.Clear();
                Encoding.UTF8.GetBytes(library.Name, name);
            }
        }

        fixed (byte* called = NativeText.Terminated(Path.GetFileName(native.Path)))
        {
            // Open for good: the loader knows the library by this path, and another file must not get it.
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
