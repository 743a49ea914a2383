using LibTorch.Interop;
using LibTorch.NN;

namespace LibTorch.Jit;

/// <summary>
/// Creates TorchScript modules without methods for modules in C#. They have the same parameters, buffers and submodules under the same names.
/// A module that is used in several places gets one counterpart.
/// </summary>
internal sealed class TracedModules : IDisposable
{
    private readonly Dictionary<Module, ObjectHandle> _made = new(ReferenceEqualityComparer.Instance);
    private readonly ModulePath _way = new();

    /// <summary>The counterpart of a module; it belongs to this object.</summary>
    /// <exception cref="InvalidOperationException">The module contains itself.</exception>
    public IHandleOwner Of(Module module) => module is ScriptModule script ? script.Script : Made(module);

    /// <summary>The counterpart of a module, which belongs to the caller from now on.</summary>
    public ObjectHandle Keep(Module module)
    {
        _made.Remove(module, out var handle);
        return handle!;
    }

    public void Dispose()
    {
        foreach (var handle in _made.Values)
        {
            handle.Dispose();
        }
    }

    // TorchScript's names have no other characters.
    private static string NameOf(Module module) => string.Concat(module.ClassName.Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '_'));

    private ObjectHandle Made(Module module)
    {
        // A module that contains itself is known too, so the path is checked first.
        using var step = _way.Enter(module);
        if (_made.TryGetValue(module, out var known))
        {
            return known;
        }

        var made = ScriptCalls.Create(NameOf(module), module.Training);
        _made.Add(module, made);
        var members = module.Members();
        foreach (var (name, parameter) in members.Parameters)
        {
            ScriptCalls.Add(made, name, parameter, ScriptMemberKind.Parameter);
        }

        foreach (var (name, buffer) in members.Buffers)
        {
            ScriptCalls.Add(made, name, buffer, ScriptMemberKind.Buffer);
        }

        foreach (var (name, child) in members.Children)
        {
            ScriptCalls.Add(made, name, Of(child));
        }

        return made;
    }
}
