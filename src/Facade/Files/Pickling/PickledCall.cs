namespace LibTorch.Files.Pickling;

/// <summary>A call that a pickle wants made, and what it then does to the result. Nothing is called: the one who restores values knows what to do for the few functions there are.</summary>
internal sealed class PickledCall(PickledGlobal function, object?[] arguments)
{
    public PickledGlobal Function { get; } = function;

    public object?[] Arguments { get; } = arguments;

    /// <summary>Keys and values, in turn, that are set on the result.</summary>
    public List<object?> Entries { get; } = [];

    /// <summary>What the result's attributes are to be; null for none.</summary>
    public object? State { get; set; }
}
