namespace LibTorch.NN;

/// <summary>The values of parametrized tensors within the thread's outermost block of <see cref="Utils.Parametrize.Cached"/>.</summary>
internal sealed class ParametrizationCache
{
    private readonly Dictionary<ComputedValue, Tensor> _values = new(ReferenceEqualityComparer.Instance);

    [field: ThreadStatic]
    public static ParametrizationCache? Current { get; set; }

    public Tensor Value(ComputedValue computed)
    {
        if (!_values.TryGetValue(computed, out var value))
        {
            value = computed.Compute();
            _values.Add(computed, value);
        }

        return value;
    }
}
