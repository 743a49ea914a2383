namespace LibTorch;

/// <summary>Null beside something.</summary>
internal sealed class NonePair(object? actual, object? expected, ComparedPlace place) : ComparedPair(place)
{
    public override string? Mismatch() =>
        actual is null && expected is null ? null : $"None mismatch: {PythonObject.Repr(actual)} is not {PythonObject.Repr(expected)}";
}
