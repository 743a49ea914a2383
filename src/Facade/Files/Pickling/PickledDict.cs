namespace LibTorch.Files.Pickling;

/// <summary>A dict of a pickle, before it is known what its keys are.</summary>
internal sealed class PickledDict
{
    /// <summary>Keys and values, in turn.</summary>
    public List<object?> Entries { get; } = [];
}
