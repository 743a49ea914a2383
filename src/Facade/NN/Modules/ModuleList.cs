namespace LibTorch.NN;

/// <summary>A list of submodules; <c>torch.nn.ModuleList</c>. It cannot be called.</summary>
/// <typeparam name="T">The modules' type.</typeparam>
/// <param name="modules">The modules.</param>
public sealed partial class ModuleList<T>(params ReadOnlySpan<T> modules) : ListModule<T>([.. modules])
    where T : Module
{
    private protected override List<string> ChildLines(ModulePath path) => ListLines(this, path);
}
