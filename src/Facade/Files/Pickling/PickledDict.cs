namespace LibTorch.Files.Pickling;

/// <summary>A dict of a pickle, before its keys and values are restored.</summary>
internal sealed class PickledDict
{
    /// <summary>Alternating keys and values.</summary>
    public List<object?> Entries { get; } = [];
}
