namespace LibTorch.Files.Pickling;

/// <summary>A reference to an object outside the pickle (pickle's persistent id): a storage.</summary>
internal sealed record PickledReference(object?[] Identity);
