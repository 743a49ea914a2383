using System.Runtime.InteropServices;
using LibTorch.Interop;

namespace LibTorch;

/// <summary>
/// A node of the autograd graph: the function that computes the gradients of one operation's inputs from those of its outputs;
/// <c>torch.autograd.graph.Node</c>. Two objects for the same node are equal.
/// </summary>
[TypeFormatterSource(typeof(NotebookGraph), PreferredMimeTypes = [NotebookFormatter.PlainText])]
public sealed partial class Node : ISafeHandleOwner, IEquatable<Node>
{
    private readonly NodeHandle _handle;

    internal Node(NodeHandle handle) => _handle = handle;

    SafeHandle ISafeHandleOwner.Handle => _handle;

    /// <summary>The function's name, such as <c>MulBackward0</c> or <c>torch::autograd::AccumulateGrad</c>; <c>node.name()</c>.</summary>
    public string Name => NodeCalls.Name(this);

    /// <summary>The name without C++ namespaces, as texts and pictures show it; <c>type(node).__name__</c>.</summary>
    internal string TypeName
    {
        get
        {
            var name = Name;
            return name[(name.LastIndexOf(':') + 1)..];
        }
    }

    /// <summary>
    /// The nodes that get this node's gradients: for each input of the operation, the node that computed it (or null), and which output of
    /// that node's operation it was; <c>node.next_functions</c>.
    /// </summary>
    public IReadOnlyList<(Node? Function, long OutputNr)> NextFunctions
    {
        get
        {
            var next = new (Node?, long)[NodeCalls.Info(this).Outputs];
            for (var i = 0; i < next.Length; i++)
            {
                var (node, number) = NodeCalls.Next(this, i);
                next[i] = (Own(node), number);
            }

            return next;
        }
    }

    /// <summary>
    /// The creation order of the node among those of its thread; AccumulateGrad nodes of leaves have the highest number;
    /// <c>node._sequence_nr()</c>.
    /// </summary>
    public ulong SequenceNr => NodeCalls.Info(this).SequenceNr;

    /// <summary>
    /// The leaf whose <see cref="Tensor.Grad"/> an AccumulateGrad node fills; null for other nodes; <c>node.variable</c>.
    /// </summary>
    public Tensor? Variable => Tensor.Own(NodeCalls.Variable(this));

    /// <summary>The program's own data for this node, kept as long as the graph lives; <c>node.metadata</c>.</summary>
    /// <remarks>Do not store a tensor or node of the same graph here: such a cycle keeps the graph alive forever.</remarks>
    public IDictionary<string, object?> Metadata =>
        (IDictionary<string, object?>)NodeCalls.Metadata(this, new Dictionary<string, object?>());

    /// <summary>The shape of each of the operation's results; null for a result whose shape libtorch does not tell.</summary>
    public IReadOnlyList<Size?> OutputShapes
    {
        get
        {
            var shapes = new Size?[NodeCalls.Info(this).Inputs];
            for (var i = 0; i < shapes.Length; i++)
            {
                shapes[i] = NodeCalls.InputSizes(this, i) is { } sizes ? Size.Own(sizes) : null;
            }

            return shapes;
        }
    }

    /// <summary>
    /// Calls <paramref name="hook"/> after the node has run, with the input gradients that the node computed and the output gradients that
    /// it was given. The hook may return other input gradients, or null to keep them; <c>node.register_hook</c>.
    /// </summary>
    /// <exception cref="TorchException">
    /// Thrown by the backward pass: the hook returned another number of gradients, or one of another type, device or size.
    /// </exception>
    public RemovableHandle RegisterHook(Func<IReadOnlyList<Tensor?>, IReadOnlyList<Tensor?>, IReadOnlyList<Tensor?>?> hook)
    {
        ArgumentNullException.ThrowIfNull(hook);
        var name = Hook.NameOf(hook);
        var callback = new Hook((gradInputs, gradOutputs) => Checked(hook(Tensors(gradInputs), Tensors(gradOutputs)), gradInputs.Length, name));
        return new RemovableHandle(HookCalls.OnNode(_handle, before: false, name, callback));
    }

    /// <summary>
    /// Calls <paramref name="hook"/> before the node runs, with the output gradients that the node is given. The hook may return other
    /// output gradients, or null to keep them; <c>node.register_prehook</c>.
    /// </summary>
    /// <exception cref="TorchException">
    /// Thrown by the backward pass: the hook returned another number of gradients, or one of another type, device or size.
    /// </exception>
    public RemovableHandle RegisterPrehook(Func<IReadOnlyList<Tensor?>, IReadOnlyList<Tensor?>?> hook)
    {
        ArgumentNullException.ThrowIfNull(hook);
        var name = Hook.NameOf(hook);
        var callback = new Hook((gradOutputs, _) => Checked(hook(Tensors(gradOutputs)), gradOutputs.Length, name));
        return new RemovableHandle(HookCalls.OnNode(_handle, before: true, name, callback));
    }

    /// <summary>Whether both are the same node of the graph.</summary>
    public bool Equals(Node? other) => other is not null && Identity == other.Identity;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Node);

    /// <inheritdoc/>
    public override int GetHashCode() => Identity.GetHashCode();

    /// <summary>The name in angle brackets and without C++ namespaces, as in the printed form of a tensor.</summary>
    public override string ToString() => $"<{TypeName}>";

    internal nint Identity => NodeCalls.Info(this).Identity;

    /// <summary>A node that owns the handle; null for a null handle.</summary>
    internal static Node? Own(NodeHandle? handle) => handle is null ? null : new Node(handle);

    private static Tensor?[] Tensors(TensorHandle?[] handles) => Array.ConvertAll(handles, Tensor.Own);

    private static IHandleOwner?[]? Checked(IReadOnlyList<Tensor?>? results, int count, string hook) =>
        results is null || results.Count == count
            ? results?.ToArray<IHandleOwner?>()
            : throw new TorchException($"hook '{hook}' has returned an incorrect number of values (got {results.Count}, but expected {count})");
}
