using System.Runtime.CompilerServices;

namespace LibTorch.NN;

/// <summary>The modules from the outermost down to where something stands in the tree. None of them may be a part of itself.</summary>
internal sealed class ModulePath
{
    private readonly HashSet<Module> _above = [];

    /// <summary>Goes down into a module, until the step is disposed of.</summary>
    /// <exception cref="InvalidOperationException">The module is a part of itself.</exception>
    /// <exception cref="InsufficientExecutionStackException">The modules lie in each other too deep.</exception>
    public Step Enter(Module module)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        return _above.Add(module) ? new Step(this, module) : throw new InvalidOperationException($"A {module.ShownName} is a part of itself.");
    }

    public readonly ref struct Step(ModulePath path, Module module)
    {
        public void Dispose() => path._above.Remove(module);
    }
}
