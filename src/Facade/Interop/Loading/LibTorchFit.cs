namespace LibTorch.Interop;

/// <summary>Whether a native library can be used with a libtorch.</summary>
/// <param name="Misfit">Why not; null where it can.</param>
/// <param name="Libraries">What of libtorch it is to be loaded with, each behind those that it needs itself.</param>
internal sealed record LibTorchFit(string? Misfit, IReadOnlyList<LibTorchLibrary> Libraries)
{
    /// <summary>It was built for another release, which is said once for all native libraries.</summary>
    public static LibTorchFit OtherRelease { get; } = No("");

    /// <summary>Whether libtorch's libraries have the names that are asked for.</summary>
    public bool IsByName => Libraries.All(library => library.Name == library.Asked);

    public static LibTorchFit No(string misfit) => new(misfit, []);
}
