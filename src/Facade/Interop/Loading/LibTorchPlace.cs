namespace LibTorch.Interop;

/// <summary>A place where libtorch is looked for.</summary>
/// <param name="Origin">How the place was found.</param>
/// <param name="Path">A folder, or a prefix such as /usr.</param>
internal sealed record LibTorchPlace(string Origin, string Path);
