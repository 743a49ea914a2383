namespace LibTorch.Files.Pickling;

/// <summary>A class of storages in Python, which stands for a dtype.</summary>
/// <param name="Module">Python's module.</param>
/// <param name="Name">The class's name.</param>
/// <param name="ElementSize">The bytes that are counted as one element.</param>
internal sealed record StorageType(string Module, string Name, int ElementSize);
