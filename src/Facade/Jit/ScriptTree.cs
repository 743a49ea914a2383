using System.Runtime.CompilerServices;
using LibTorch.Interop;
using LibTorch.NN;

namespace LibTorch.Jit;

/// <summary>
/// The modules and tensors of a network while C# objects are created for them. A shared module or tensor gets one object.
/// </summary>
internal sealed class ScriptTree
{
    private readonly Dictionary<nint, ScriptModule> _modules = [];
    private readonly Dictionary<(nint, ScriptMemberKind), MemberTensor> _tensors = [];

    /// <summary>Creates the module of a handle, and takes over the handle.</summary>
    public ScriptModule Module(ObjectHandle handle)
    {
        // The module's tensors must live as long as the module, so they belong to no open tensor scope.
        using var outside = new OutsideFrames();
        RuntimeHelpers.EnsureSufficientExecutionStack();
        return ScriptModule.Of(handle, this);
    }

    /// <summary>A module's parameters, buffers and submodules in order, and its other attributes by name.</summary>
    public (List<(string Name, object Member)> Members, Dictionary<string, ScriptMember> Attributes) Members(IHandleOwner module)
    {
        List<(string, object)> members = [];
        Dictionary<string, ScriptMember> attributes = [];
        foreach (var member in ScriptCalls.Members(module))
        {
            var made = member.Kind switch
            {
                ScriptMemberKind.Attribute => null,
                ScriptMemberKind.Module => Child(module, member),
                _ => (object?)Tensor(module, member),
            };
            if (made is not null)
            {
                members.Add((member.Name, made));
            }
            else
            {
                attributes.Add(member.Name, member);
            }
        }

        return (members, attributes);
    }

    private ScriptModule Child(IHandleOwner module, ScriptMember member)
    {
        if (!_modules.TryGetValue(member.Identity, out var child))
        {
            child = Module(ScriptCalls.Module(module, member.Index));
            _modules.Add(member.Identity, child);
        }

        return child;
    }

    private MemberTensor? Tensor(IHandleOwner module, ScriptMember member)
    {
        var (handle, identity) = ScriptCalls.Tensor(module, member.Index);
        if (handle is not { } tensor)
        {
            return null;
        }

        if (_tensors.TryGetValue((identity, member.Kind), out var shared))
        {
            tensor.Dispose();
            return shared;
        }

        return _tensors[(identity, member.Kind)] = member.Kind == ScriptMemberKind.Parameter ? Parameter.Own(tensor) : NN.Buffer.Own(tensor);
    }
}
