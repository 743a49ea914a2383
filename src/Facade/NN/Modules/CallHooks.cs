namespace LibTorch.NN;

/// <summary>What runs around a call of a module, whatever the module takes and gives.</summary>
internal sealed class CallHooks
{
    public ModuleHooks<BackwardPreHook> BackwardPre { get; private init; } = new();

    public ModuleHooks<BackwardHook> Backward { get; private init; } = new();

    public CallHooks Copied() => new() { BackwardPre = BackwardPre.Copied(), Backward = Backward.Copied() };

    /// <summary>The backward hooks of a call that begins, or null if there are none.</summary>
    public BackwardHooks? OfCall(Module module)
    {
        var (before, after) = (BackwardPre.All, Backward.All);
        return before.Length + after.Length == 0 ? null : new BackwardHooks(module, before, after);
    }
}
