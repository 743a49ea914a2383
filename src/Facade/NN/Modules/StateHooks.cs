namespace LibTorch.NN;

/// <summary>The hooks that run when a module's state is saved or loaded.</summary>
internal sealed class StateHooks
{
    public ModuleHooks<Action<Module, string, bool>> Saving { get; private init; } = new();

    public ModuleHooks<Action<Module, StateDict, string>> Saved { get; private init; } = new();

    public ModuleHooks<Action<Module, LoadedState>> Loading { get; private init; } = new();

    public ModuleHooks<Action<Module, IncompatibleKeys>> Loaded { get; private init; } = new();

    public StateHooks Copied() => new() { Saving = Saving.Copied(), Saved = Saved.Copied(), Loading = Loading.Copied(), Loaded = Loaded.Copied() };
}
