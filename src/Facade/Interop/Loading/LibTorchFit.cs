namespace LibTorch.Interop;

/// <summary>Whether a native library can be used with a libtorch.</summary>
/// <param name="Misfit">Why it cannot be used; null where it can.</param>
/// <param name="Libraries">The libtorch libraries to load it with, each after the ones that it depends on.</param>
internal sealed record LibTorchFit(string? Misfit, IReadOnlyList<LibTorchLibrary> Libraries)
{
    /// <summary>
    /// The native library was built for another release. This is reported once for all native libraries, so it has no text of its own.
    /// </summary>
    public static LibTorchFit OtherRelease { get; } = No("");

    /// <summary>Whether libtorch's libraries have the names by which the native library refers to them.</summary>
    public bool IsByName => Libraries.All(library => library.Name == library.Asked);

    public static LibTorchFit No(string misfit) => new(misfit, []);
}
