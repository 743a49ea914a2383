namespace LibTorch.Files.Pickling;

/// <summary>A class, function or constant that a pickle names.</summary>
internal sealed record PickledGlobal(string Module, string Name)
{
    /// <summary>The name with its module.</summary>
    public string FullName => $"{Module}.{Name}";
}
