using System.Runtime.CompilerServices;

namespace LibTorch.NN;

/// <summary>The path from the outermost module to the current one. No module on it may contain itself.</summary>
internal sealed class ModulePath
{
    private readonly HashSet<Module> _above = [];

    /// <summary>Enters a module, until the step is disposed.</summary>
    /// <exception cref="InvalidOperationException">The module contains itself.</exception>
    /// <exception cref="InsufficientExecutionStackException">The modules are nested too deep.</exception>
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
