namespace LibTorch;

/// <summary>The arguments with which libtorch called a kernel of this library, by their positions in the operator's schema.</summary>
internal sealed class KernelArguments(object?[] values)
{
    /// <summary>The last argument: the out tensor of operators that have one.</summary>
    public Tensor Out => Tensor(values.Length - 1);

    public Tensor Tensor(int place) => (Tensor)values[place]!;

    public bool Has(int place) => values[place] is not null;

    public long Int(int place) => (long)values[place]!;

    public bool Bool(int place) => values[place] is true;

    public DType? DType(int place) => values[place] is long number ? LibTorch.DType.Of((int)number) : null;

    /// <summary>A list of integers; empty if the argument is None.</summary>
    public long[] Ints(int place) => values[place] switch
    {
        long[] several => several,
        long one => [one],
        _ => [],
    };
}
