using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace LibTorch.Interop;

/// <summary>A text from the native side. It is valid until the thread's next call that returns one, so it is copied at once.</summary>
internal readonly unsafe struct NativeText
{
    private readonly byte* _data;
    private readonly long _length;

    private NativeText(byte* data, long length)
    {
        _data = data;
        _length = length;
    }

    /// <summary>The text in UTF-8, with a zero byte at the end.</summary>
    public static byte[] Terminated(string text) => Encoding.UTF8.GetBytes(text + '\0');

    /// <summary>
    /// A text for the native side to copy. Its bytes are in <paramref name="memory"/>, which must stay alive and unchanged until then.
    /// </summary>
    public static NativeText Lend(string text, ref byte[]? memory) => Lend(Encoding.UTF8.GetBytes(text), ref memory);

    /// <summary>The same for bytes that need not be text.</summary>
    public static NativeText Lend(ReadOnlySpan<byte> bytes, ref byte[]? memory)
    {
        memory = GC.AllocateUninitializedArray<byte>(bytes.Length, pinned: true);
        bytes.CopyTo(memory);
        return new NativeText((byte*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(memory)), bytes.Length);
    }

    /// <summary>A copy of the bytes, which need not be text.</summary>
    public byte[] ToArray() => new ReadOnlySpan<byte>(_data, checked((int)_length)).ToArray();

    public override string ToString() => Encoding.UTF8.GetString(_data, checked((int)_length));
}
