namespace LibTorch.Interop;

/// <summary>One of libtorch's libraries that a native library needs.</summary>
/// <param name="Asked">The name by which the native library refers to it.</param>
/// <param name="Path">The file.</param>
/// <param name="Name">The file's own name (SONAME), by which the system's loader knows the library once it is loaded.</param>
internal sealed record LibTorchLibrary(string Asked, string Path, string Name);
