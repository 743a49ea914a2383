using LibTorch.Interop;
using LibTorch.NN;

namespace LibTorch.Jit;

/// <summary>Parameters, buffers, submodules and attributes of a TorchScript network.</summary>
public sealed partial class ScriptModule
{
    /// <summary>The names of the attributes other than parameters, buffers and modules: numbers, strings, lists and so on.</summary>
    public IReadOnlyCollection<string> AttributeNames => _attributes.Keys;

    /// <summary>The value of an attribute; <c>module.name</c>. A list or dict is returned as a copy.</summary>
    /// <exception cref="TorchException">There is no attribute of this name.</exception>
    public object? GetAttribute(string name) => CallFrame.ScriptMember(_script, Attribute(name).Index);

    /// <summary>Sets an attribute to another value of its type; <c>module.name = value</c>.</summary>
    /// <exception cref="TorchException">There is no attribute of this name.</exception>
    /// <exception cref="ArgumentException">The value is of another type.</exception>
    public void SetAttribute(string name, object? value)
    {
        CallFrame.SetScriptMember(_script, Attribute(name).Index, name, value);
        if (name == ModeName)
        {
            ReadMode();
        }
    }

    /// <inheritdoc/>
    protected override void ListMembers(MemberList members)
    {
        base.ListMembers(members);
        members.Of(typeof(ScriptModule));
        foreach (var (name, member) in _members)
        {
            switch (member)
            {
                case Module module:
                    members.Add(name, module);
                    break;
                case Parameter parameter:
                    members.Add(name, parameter);
                    break;
                case NN.Buffer buffer:
                    members.Add(name, buffer);
                    break;
            }
        }
    }

    /// <inheritdoc/>
    protected override void OnCopied(ModuleCopy copy)
    {
        ArgumentNullException.ThrowIfNull(copy);

        // libtorch copies the whole network at once, so objects that are shared inside it are shared inside the copy too.
        var copied = Own(ScriptCalls.Copy(_script));
        (_script, _attributes) = (copied._script, copied._attributes);
        _members = Noted(copy, _members, copied._members);
    }

    private protected override void OnTrainingChanged()
    {
        if (_attributes.TryGetValue(ModeName, out var mode))
        {
            CallFrame.SetScriptMember(_script, mode.Index, ModeName, Training);
        }
    }

    private static List<(string Name, object Member)> Noted(ModuleCopy copy, List<(string Name, object Member)> originals, List<(string Name, object Member)> copies)
    {
        foreach (var (original, made) in originals.Zip(copies))
        {
            copy.Note(original.Member, made.Member);
            if (original.Member is ScriptModule module)
            {
                Noted(copy, module._members, ((ScriptModule)made.Member)._members);
            }
        }

        return copies;
    }

    private ScriptMember Attribute(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return _attributes.TryGetValue(name, out var attribute) ? attribute : throw new TorchException($"'RecursiveScriptModule' object has no attribute '{name}'");
    }

    private void ReadMode() => Training = !_attributes.ContainsKey(ModeName) || GetAttribute(ModeName) is true;

    // Compiled code reads its weights from the script object, not through the stand-ins of these members.
    private void RefuseStandIns()
    {
        foreach (var (_, member) in _members)
        {
            if (member is MemberTensor { StandIn: not null })
            {
                throw new TorchException("The stateless API can't be used with Jitted modules");
            }

            (member as ScriptModule)?.RefuseStandIns();
        }
    }
}
