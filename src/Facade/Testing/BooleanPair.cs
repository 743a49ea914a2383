namespace LibTorch;

/// <summary>Two bools to compare.</summary>
internal sealed class BooleanPair(bool actual, bool expected, ComparedPlace place) : ComparedPair(place)
{
    public override string? Mismatch() => actual == expected ? null : $"Booleans mismatch: {PythonObject.Repr(actual)} is not {PythonObject.Repr(expected)}";
}
