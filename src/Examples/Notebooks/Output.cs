using System.Text.RegularExpressions;

namespace LibTorch.Examples.Notebooks;

/// <summary>A printed text and the recorded one that it has to equal, character for character.</summary>
/// <remarks>
/// The notebooks were run on a CPU. On CUDA, a tensor's text also contains <c>device='cuda:0'</c>, and may have a line break before a
/// suffix because of that. On CUDA, each recorded tensor must be printed with that suffix, and equal the recorded text without it.
/// </remarks>
internal sealed partial record Output(string? Printed, string? Recorded, bool OnCuda)
{
    private const string OnDevice = ", device='cuda:0'";

    public bool Matches => Printed is not null && Recorded is not null && (OnCuda ? MatchesOnCuda() : Printed == Recorded);

    private bool MatchesOnCuda()
    {
        var printed = SuffixBreak().Replace(Printed!, ", ");
        return printed.Contains(OnDevice, StringComparison.Ordinal) == Recorded!.StartsWith("tensor(", StringComparison.Ordinal)
            && printed.Replace(OnDevice, "", StringComparison.Ordinal) == SuffixBreak().Replace(Recorded, ", ");
    }

    [GeneratedRegex(@",\n +(?=device=|dtype=|requires_grad=|grad_fn=)")]
    private static partial Regex SuffixBreak();
}
