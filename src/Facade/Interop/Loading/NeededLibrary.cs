namespace LibTorch.Interop;

/// <summary>A library that another one needs.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Offset">The offset of the name in the other one's file, where a zero ends it.</param>
internal sealed record NeededLibrary(string Name, long Offset);
