namespace LibTorch.NN;

/// <summary>What runs when a module's state is made or loaded.</summary>
internal sealed class StateHooks
{
    public ModuleHooks<Action<Module, string, bool>> Saving { get; private init; } = new();

    public ModuleHooks<Action<Module, StateDict, string>> Saved { get; private init; } = new();

    public ModuleHooks<Action<Module, LoadedState>> Loading { get; private init; } = new();

    public ModuleHooks<Action<Module, IncompatibleKeys>> Loaded { get; private init; } = new();

    public StateHooks Copied() => new() { Saving = Saving.Copied(), Saved = Saved.Copied(), Loading = Loading.Copied(), Loaded = Loaded.Copied() };
}
