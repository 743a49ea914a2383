using System.Numerics;
using System.Runtime.InteropServices;
using LibTorch.GpuCheck.Operators;

namespace LibTorch.Tests.OpInfo;

/// <summary>Reads the frames that the recorder packs, as recorder/packing.cpp lays them out.</summary>
internal sealed class PackedReader(Stream stream) : PackedValues(stream)
{
    private readonly List<PackedTensor> _tensors = [];
    private readonly List<byte[]> _storages = [];
    private bool _whole;

    /// <summary>One frame: null, bool, long, double, Complex, string, Device, PackedTensor or an array of these.</summary>
    /// <param name="whole">Whether tensors come with their storages.</param>
    public object?[] ReadFrame(bool whole)
    {
        _whole = whole;
        _tensors.Clear();
        _storages.Clear();
        Reader.ReadInt64();
        return (object?[])Value()!;
    }

    /// <inheritdoc/>
    protected override object? Other(char kind) => kind switch
    {
        'T' => Tensor(),
        'R' => _tensors[Reader.ReadInt32()],
        _ => throw new InvalidDataException($"There is no tag '{kind}'."),
    };

    // A number that Python was given for a tensor is one again.
    private object Tensor()
    {
        var place = _tensors.Count;
        _tensors.Add(null!);
        var dtype = DType.Of(Reader.ReadByte());
        var layout = (Layout)Reader.ReadByte();
        var flags = Reader.ReadByte();
        var isNumber = (flags & 16) != 0;
        var tensor = new PackedTensor
        {
            DType = dtype,
            Layout = layout,
            RequiresGrad = (flags & 1) != 0,
            IsLeaf = (flags & 2) != 0,
            IsConj = (flags & 4) != 0,
            IsNeg = (flags & 8) != 0,
            GradFn = Text(),
            Device = Device.Parse(Text()),
            Sizes = Numbers(),
        };
        _tensors[place] = tensor;
        Content(tensor);
        return _whole && isNumber ? Number(tensor) : tensor;
    }

    private static object Number(PackedTensor tensor)
    {
        ReadOnlySpan<byte> bytes = tensor.Bytes;
        return tensor.DType switch
        {
            _ when tensor.DType == DType.Bool => bytes[0] != 0,
            _ when tensor.DType == DType.Int64 => MemoryMarshal.Read<long>(bytes),
            _ when tensor.DType == DType.Float64 => MemoryMarshal.Read<double>(bytes),
            _ when tensor.DType == DType.Complex128 => MemoryMarshal.Read<Complex>(bytes),
            _ => throw new InvalidDataException($"No number of Python's is a {tensor.DType}."),
        };
    }

    private void Content(PackedTensor tensor)
    {
        switch (tensor.Layout)
        {
            case Layout.Strided:
                tensor.Strides = Numbers();
                tensor.Offset = Reader.ReadInt64();
                tensor.Bytes = _whole ? Storage() : Bytes();
                break;
            case Layout.Sparse:
                tensor.IsCoalesced = Reader.ReadByte() != 0;
                tensor.Parts = [(PackedTensor)Value()!, (PackedTensor)Value()!];
                break;
            case Layout.SparseCsr or Layout.SparseCsc or Layout.SparseBsr or Layout.SparseBsc:
                tensor.Parts = [(PackedTensor)Value()!, (PackedTensor)Value()!, (PackedTensor)Value()!];
                break;
            default:
                break;
        }
    }

    // A storage follows where it is named first.
    private byte[] Storage()
    {
        var number = Reader.ReadInt32();
        if (number == _storages.Count)
        {
            _storages.Add(Bytes());
        }

        return _storages[number];
    }
}
