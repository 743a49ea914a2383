namespace LibTorch.Files.Pickling;

/// <summary>
/// A call that a pickle describes, and what the pickle then sets on the result. Nothing is called while reading; <c>ValueRestorer</c>
/// implements the few functions that are allowed.
/// </summary>
internal sealed class PickledCall(PickledGlobal function, object?[] arguments)
{
    public PickledGlobal Function { get; } = function;

    public object?[] Arguments { get; } = arguments;

    /// <summary>Alternating keys and values that are set on the result.</summary>
    public List<object?> Entries { get; } = [];

    /// <summary>The state that is set on the result (pickle's BUILD); null for none.</summary>
    public object? State { get; set; }
}
