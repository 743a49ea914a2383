namespace LibTorch.Interop;

/// <summary>One of libtorch's libraries, as a native library asks for it.</summary>
/// <param name="Asked">The name that is asked for.</param>
/// <param name="Path">The file.</param>
/// <param name="Name">The name that the file gives itself, by which the system's loader knows it once it is loaded.</param>
internal sealed record LibTorchLibrary(string Asked, string Path, string Name);
