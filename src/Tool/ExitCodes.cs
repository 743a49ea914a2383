namespace LibTorch.Tool;

/// <summary>How the commands end; docs/commands.md tells users.</summary>
internal static class ExitCodes
{
    public const int Done = 0, Differs = 1, CannotRun = 2;
}
