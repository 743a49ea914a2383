namespace LibTorch.NN;

/// <summary>A call of a module, in which each of its parametrized tensors is computed once.</summary>
internal readonly ref struct ParametrizedCall
{
    [ThreadStatic]
    private static Frame? _innermost;

    private readonly Frame? _frame;

    public ParametrizedCall(Module module)
    {
        if (module.Parametrizations is { Count: > 0 } parametrizations)
        {
            _frame = _innermost = new Frame([.. parametrizations.Values], _innermost);
        }
    }

    public void Dispose()
    {
        if (_frame is not null)
        {
            _innermost = _frame.Outer;
        }
    }

    /// <summary>This thread's innermost running call of a module that has the list among its parametrizations.</summary>
    public static Frame? Find(ParametrizationList list)
    {
        var frame = _innermost;
        while (frame is not null && Array.IndexOf(frame.Lists, list) < 0)
        {
            frame = frame.Outer;
        }

        return frame;
    }

    public sealed class Frame(ParametrizationList[] lists, Frame? outer)
    {
        private readonly Dictionary<ComputedValue, Tensor> _values = new(ReferenceEqualityComparer.Instance);

        public ParametrizationList[] Lists => lists;

        public Frame? Outer => outer;

        public Tensor Value(ComputedValue computed)
        {
            if (!_values.TryGetValue(computed, out var value))
            {
                value = ParametrizationCache.Current?.Value(computed) ?? computed.Compute();
                _values.Add(computed, value);
            }

            return value;
        }
    }
}
