namespace LibTorch;

/// <summary>The arguments of an operator that a kernel of ours was called for, by their places in the schema.</summary>
internal sealed class KernelArguments(object?[] values)
{
    /// <summary>The last argument, which operators with a result that is given have it in.</summary>
    public Tensor Out => Tensor(values.Length - 1);

    public Tensor Tensor(int place) => (Tensor)values[place]!;

    public bool Has(int place) => values[place] is not null;

    public long Int(int place) => (long)values[place]!;

    public bool Bool(int place) => values[place] is true;

    public DType? DType(int place) => values[place] is long number ? LibTorch.DType.Of((int)number) : null;

    /// <summary>Integers; none where there is no list.</summary>
    public long[] Ints(int place) => values[place] switch
    {
        long[] several => several,
        long one => [one],
        _ => [],
    };
}
