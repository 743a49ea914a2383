using LibTorch.Interop;

namespace LibTorch.Tests.OpInfo;

/// <summary>What cannot be compared, and why.</summary>
internal static class Incomparable
{
    private const string NotInitialised = "the result is memory as it was found";
    private const string Unsteady = "LAPACK's gelsy gives other last bits from call to call, in Python too";

    /// <summary>The operators whose elements are not compared; all else of their results is.</summary>
    public static readonly Dictionary<string, string> Values = new()
    {
        ["empty"] = NotInitialised,
        ["empty_like"] = NotInitialised,
        ["linalg_lstsq"] = Unsteady,
        ["new_empty"] = NotInitialised,
        ["new_empty_strided"] = NotInitialised,
        ["resize_"] = NotInitialised,
        ["resize_as_"] = NotInitialised,
    };

    /// <summary>The operators whose gradients are not compared.</summary>
    public static readonly Dictionary<string, string> Gradients = LibraryCalls.IsAtLeast(2, 0)
        ? []
        : new() { ["as_strided_scatter"] = "1.13's gradient has elements that were never written" };

    static Incomparable()
    {
        if (LibraryCalls.IsAtLeast(2, 0))
        {
            // 1.13 has no samples of these.
            Values.Add("empty_permuted", NotInitialised);
            Values.Add("empty_strided", NotInitialised);
        }
    }

    private const string Registered = "is only available for these backends:";

    /// <summary>An error's text without the list of who registered kernels, which differs with what else a process has loaded.</summary>
    public static string Comparable(string error) =>
        error.IndexOf(Registered, StringComparison.Ordinal) is var end and >= 0 ? error[..end] : error;
}
