namespace LibTorch.NN;

#pragma warning disable CA1710 // PyTorch's name.

/// <summary>Modules that are members, under names of their own; <c>torch.nn.ModuleDict</c>. It is no module to call.</summary>
/// <typeparam name="T">The modules' type.</typeparam>
/// <param name="modules">Names and modules.</param>
public sealed partial class ModuleDict<T>(params ReadOnlySpan<(string Name, T Module)> modules) : DictModule<T>(modules)
    where T : Module;
