namespace LibTorch.Tests.Distributed;

/// <summary>How a rank ended, and what it printed.</summary>
internal sealed record RankEnd(int ExitCode, string Output, string Error)
{
    /// <summary>What it printed, if it ended well.</summary>
    public string Printed
    {
        get
        {
            Assert.True(ExitCode == 0, $"exit code {ExitCode}: {Output}{Error}");
            return Output.Trim();
        }
    }
}
