namespace LibTorch.Files.Pickling;

/// <summary>A Python class of storages, one for each dtype.</summary>
/// <param name="Module">Python's module.</param>
/// <param name="Name">The class's name.</param>
/// <param name="ElementSize">The size of an element in bytes.</param>
internal sealed record StorageType(string Module, string Name, int ElementSize);
