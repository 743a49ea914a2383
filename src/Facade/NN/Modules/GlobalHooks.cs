namespace LibTorch.NN;

/// <summary>Hooks that run for all modules of the process.</summary>
internal static class GlobalHooks
{
    public static ModuleHooks<Func<Module, object?, object?>> Before { get; } = new();

    public static ModuleHooks<ForwardHook<object?, object?>> After { get; } = new();

    public static ModuleHooks<BackwardHook> Backward { get; } = new();

    public static bool Any => Before.All.Length + After.All.Length + Backward.All.Length > 0;
}
