namespace LibTorch;

/// <summary>The range of an integer dtype; <c>torch.iinfo</c>, made by <see cref="Torch.Iinfo"/>.</summary>
public sealed record Iinfo
{
    private Iinfo(DType dtype, int bits, bool isSigned) => (DType, Bits, Min, Max) = (
        dtype, bits, isSigned ? long.MinValue >> (64 - bits) : 0, ulong.MaxValue >> (64 - bits + (isSigned ? 1 : 0)));

    /// <summary>The dtype.</summary>
    public DType DType { get; }

    /// <summary>How many bits a number has.</summary>
    public int Bits { get; }

    /// <summary>The smallest number.</summary>
    public long Min { get; }

    /// <summary>The largest number.</summary>
    public ulong Max { get; }

    /// <summary>PyTorch's text, with six digits.</summary>
    public override string ToString() => $"iinfo(min={Finfo.Digits(Min)}, max={Finfo.Digits(Max)}, dtype={DType.ToString()["torch.".Length..]})";

    internal static Iinfo Of(DType dtype) => dtype.ScalarType switch
    {
        ScalarType.UInt8 => new(dtype, 8, isSigned: false),
        ScalarType.Int8 => new(dtype, 8, isSigned: true),
        ScalarType.UInt16 => new(dtype, 16, isSigned: false),
        ScalarType.Int16 => new(dtype, 16, isSigned: true),
        ScalarType.UInt32 => new(dtype, 32, isSigned: false),
        ScalarType.Int32 => new(dtype, 32, isSigned: true),
        ScalarType.UInt64 => new(dtype, 64, isSigned: false),
        ScalarType.Int64 => new(dtype, 64, isSigned: true),
        ScalarType.Bool => throw new TorchTypeException("torch.bool is not supported by torch.iinfo"),
        _ => throw new TorchTypeException("torch.iinfo() requires an integer input type. Use torch.finfo to handle 'torch.iinfo'"),
    };
}
