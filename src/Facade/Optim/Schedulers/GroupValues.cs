namespace LibTorch.Optim;

/// <summary>One number for all parameter groups, or a number for each: <c>0.1</c>, <c>[0.1, 0.2]</c>.</summary>
[System.Runtime.CompilerServices.CollectionBuilder(typeof(GroupValues), nameof(Of))]
public readonly struct GroupValues : IEnumerable<double>
{
    private readonly object?[]? _all;

    private GroupValues(object?[] all, bool isList) => (_all, IsList) = (all, isList);

    internal object?[] All => _all ?? [];

    internal bool IsList { get; }

    /// <summary>A number for all groups.</summary>
    public static implicit operator GroupValues(double value) => new([value], false);

    /// <summary>A number for all groups.</summary>
    public static implicit operator GroupValues(int value) => new([(long)value], false);

    /// <summary>A number for each group.</summary>
    public static implicit operator GroupValues(double[] values) => Of(values);

    /// <summary>A number for each group.</summary>
    public static GroupValues Of(ReadOnlySpan<double> values) => new(Array.ConvertAll(values.ToArray(), value => (object?)value), true);

    /// <inheritdoc/>
    public IEnumerator<double> GetEnumerator() => All.Select(value => LearningRate.Of(value).ToDouble()).GetEnumerator();

    System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
}
