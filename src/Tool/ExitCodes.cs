namespace LibTorch.Tool;

/// <summary>The exit codes of the commands; docs/commands.md documents them.</summary>
internal static class ExitCodes
{
    public const int Done = 0, Differs = 1, CannotRun = 2;
}
