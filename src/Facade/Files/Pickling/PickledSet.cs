namespace LibTorch.Files.Pickling;

/// <summary>A set of a pickle.</summary>
internal sealed class PickledSet
{
    public List<object?> Items { get; } = [];
}
