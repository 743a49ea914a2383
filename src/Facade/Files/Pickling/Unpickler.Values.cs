using System.Numerics;

namespace LibTorch.Files.Pickling;

/// <content>Opcodes of simple values: None, bools, numbers, strings and bytes.</content>
internal sealed partial class Unpickler
{
    private const int BoxSize = 24;

    // Bools and small integers are boxed only once, to save memory.
    private static readonly object _true = true;
    private static readonly object _false = false;
    private static readonly object[] _small = [.. Enumerable.Range(0, 256).Select(number => (object)(long)number)];

    private bool Value(byte operation)
    {
        switch (operation)
        {
            case Opcode.None:
                Push(null, 0);
                break;
            case Opcode.NewTrue:
                Push(_true, 0);
                break;
            case Opcode.NewFalse:
                Push(_false, 0);
                break;
            case Opcode.BinInt1:
                Push(_small[reader.Byte()], 0);
                break;
            case Opcode.BinInt2:
                Push((long)reader.UInt16(), BoxSize);
                break;
            case Opcode.BinInt:
                Push((long)reader.Int32(), BoxSize);
                break;
            case Opcode.Long1:
                PushInteger(reader.Byte());
                break;
            case Opcode.Long4:
                PushInteger(reader.Int32());
                break;
            case Opcode.BinFloat:
                Push(reader.BigEndianDouble(), BoxSize);
                break;
            case Opcode.ShortBinUnicode or Opcode.ShortBinString:
                PushText(reader.Byte());
                break;
            case Opcode.BinUnicode:
                PushText((uint)reader.Int32());
                break;
            case Opcode.BinString:
                PushText(reader.Int32());
                break;
            case Opcode.BinUnicode8:
                PushText(reader.Int64());
                break;
            case Opcode.ShortBinBytes:
                PushBytes(reader.Byte());
                break;
            case Opcode.BinBytes:
                PushBytes((uint)reader.Int32());
                break;
            case Opcode.BinBytes8 or Opcode.ByteArray8:
                PushBytes(reader.Int64());
                break;
            default:
                return false;
        }

        return true;
    }

    private void PushText(long bytes)
    {
        budget.Take(Math.Clamp(bytes, 0, reader.Left));
        Push(reader.Text(bytes), BoxSize + bytes);
    }

    private void PushBytes(long bytes)
    {
        budget.Take(Math.Clamp(bytes, 0, reader.Left));
        Push(reader.Bytes(bytes), BoxSize);
    }

    // An integer that does not fit into a long becomes a BigInteger.
    private void PushInteger(long bytes)
    {
        budget.Take(Math.Clamp(bytes, 0, reader.Left));
        var number = new BigInteger(reader.Bytes(bytes));
        Push(number >= long.MinValue && number <= long.MaxValue ? (object)(long)number : number, BoxSize + BoxSize);
    }
}
