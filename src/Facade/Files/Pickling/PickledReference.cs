namespace LibTorch.Files.Pickling;

/// <summary>A reference to what lies outside of the pickle: a storage.</summary>
internal sealed record PickledReference(object?[] Identity);
