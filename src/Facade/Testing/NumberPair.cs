namespace LibTorch;

/// <summary>Two numbers to compare.</summary>
internal sealed class NumberPair : ComparedPair
{
    private readonly PythonNumber _actual;
    private readonly PythonNumber _expected;
    private readonly Tolerances _tolerances;
    private readonly CloseOptions _options;

    private NumberPair(PythonNumber actual, PythonNumber expected, Tolerances tolerances, ComparedPlace place, CloseOptions options)
        : base(place) => (_actual, _expected, _tolerances, _options) = (actual, expected, tolerances, options);

    /// <exception cref="TorchValueException">Only one tolerance is given.</exception>
    public static NumberPair Of(PythonNumber actual, PythonNumber expected, ComparedPlace place, CloseOptions options) =>
        new(actual, expected, options.For(place, actual.DType, expected.DType), place, options);

    public override string? Mismatch()
    {
        if (_options.CheckDType && _actual.Kind != _expected.Kind)
        {
            return $"The (d)types do not match: {_actual.ClassText} != {_expected.ClassText}.";
        }

        if (_actual.IsEqual(_expected) || (_options.EqualNan && _actual.IsNaN && _expected.IsNaN))
        {
            return null;
        }

        var distance = _actual.DistanceTo(_expected).Value.Real;
        var allowed = _tolerances.Atol + (_tolerances.Rtol * _expected.Magnitude.Value.Real);
        return double.IsFinite(distance) && distance <= allowed ? null : MismatchText.OfNumbers(_actual, _expected, _tolerances, "Scalars");
    }
}
