namespace LibTorch.NN;

#pragma warning disable CA1710 // PyTorch's name.

/// <summary>A dictionary of submodules; <c>torch.nn.ModuleDict</c>. It cannot be called.</summary>
/// <typeparam name="T">The modules' type.</typeparam>
/// <param name="modules">Names and modules.</param>
public sealed partial class ModuleDict<T>(params ReadOnlySpan<(string Name, T Module)> modules) : DictModule<T>(modules)
    where T : Module;
