using System.Runtime.InteropServices;

namespace LibTorch.Interop;

/// <summary>One argument or result of an operator, as ltf_value lays it out: 16 bytes.</summary>
[StructLayout(LayoutKind.Explicit, Size = 16)]
internal unsafe struct Value
{
    [FieldOffset(0)] public long Integer;
    [FieldOffset(0)] public double Real;
    [FieldOffset(0)] public void* Pointer;
    [FieldOffset(8)] public Tag Tag;
    [FieldOffset(12)] public int Count;

    /// <summary>Whether a result with this tag owns something that must be released if the result is not taken over.</summary>
    public readonly bool OwnsMemory => Tag is not (Tag.None or Tag.Argument or Tag.Int or Tag.UInt or Tag.Double or Tag.Bool);
}
