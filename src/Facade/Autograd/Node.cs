using System.Runtime.InteropServices;
using LibTorch.Interop;

namespace LibTorch;

/// <summary>A node of the autograd graph: the function that takes the gradient back through one operation; <c>torch.autograd.graph.Node</c>.</summary>
public sealed class Node : ISafeHandleOwner
{
    private readonly NodeHandle _handle;

    internal Node(NodeHandle handle) => _handle = handle;

    SafeHandle ISafeHandleOwner.Handle => _handle;

    /// <summary>The function's name, such as <c>MulBackward0</c>; <c>node.name()</c>.</summary>
    public string Name
    {
        get
        {
            var name = AutogradCalls.NodeName(this);
            return name[(name.LastIndexOf(':') + 1)..];
        }
    }

    /// <summary>The name in angle brackets, as a tensor's text shows it.</summary>
    public override string ToString() => $"<{Name}>";
}
