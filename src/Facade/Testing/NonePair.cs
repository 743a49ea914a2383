namespace LibTorch;

/// <summary>Two values of which at least one is null.</summary>
internal sealed class NonePair(object? actual, object? expected, ComparedPlace place) : ComparedPair(place)
{
    public override string? Mismatch() =>
        actual is null && expected is null ? null : $"None mismatch: {PythonObject.Repr(actual)} is not {PythonObject.Repr(expected)}";
}
