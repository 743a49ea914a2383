namespace LibTorch.NN;

/// <summary>The hooks of a module's calls that do not depend on the types of its inputs and outputs.</summary>
internal sealed class CallHooks
{
    public ModuleHooks<BackwardPreHook> BackwardPre { get; private init; } = new();

    public ModuleHooks<BackwardHook> Backward { get; private init; } = new();

    public CallHooks Copied() => new() { BackwardPre = BackwardPre.Copied(), Backward = Backward.Copied() };

    /// <summary>The backward hooks of a call that begins, or null if there are none.</summary>
    public static BackwardHooks? OfCall(Module module, CallHooks? own)
    {
        BackwardPreHook[] before = own?.BackwardPre.All ?? [];
        BackwardHook[] after = [.. GlobalHooks.Backward.All, .. own?.Backward.All ?? []];
        return before.Length + after.Length == 0 ? null : new BackwardHooks(module, before, after);
    }
}
