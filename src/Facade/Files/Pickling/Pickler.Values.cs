using System.Globalization;
using System.Numerics;
using System.Text;

namespace LibTorch.Files.Pickling;

/// <content>Values that Python pickles as a function call with arguments.</content>
internal sealed partial class Pickler
{
    // Protocol 2 has no opcode for bytes. Python writes a Latin-1 string and a call that encodes it.
    private void SaveBytes(byte[] bytes)
    {
        if (bytes.Length == 0)
        {
            writer.Global("__builtin__", "bytes");
            writer.Operation(Opcode.EmptyTuple);
            writer.Operation(Opcode.Reduce);
        }
        else
        {
            writer.Global("_codecs", "encode");
            SaveText(Encoding.Latin1.GetString(bytes));
            SaveText("latin1");
            writer.EndCall(2);
        }

        writer.Put(bytes);
    }

    private void SaveSize(object size)
    {
        writer.Size((Size)size);
        writer.Put(size);
    }

    private void SaveDevice(object device)
    {
        var parts = ((Device)device).ToString().Split(':');
        writer.Global("torch", "device");
        writer.Text(parts[0]);
        writer.Put();
        if (parts.Length > 1)
        {
            writer.Integer(int.Parse(parts[1], CultureInfo.InvariantCulture));
        }

        writer.EndCall(parts.Length);
        writer.Put(device);
    }

    private void SaveComplex(object number)
    {
        writer.Global("__builtin__", "complex");
        writer.Float(((Complex)number).Real);
        writer.Float(((Complex)number).Imaginary);
        writer.EndCall(2);
        writer.Put(number);
    }
}
