using System.Diagnostics.CodeAnalysis;

namespace LibTorch.NN;

/// <summary>A deep copy in progress. Each object is copied once, so weights shared in the original are shared in the copy.</summary>
public sealed class ModuleCopy
{
    private readonly Dictionary<object, object> _copies = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<object> _made = new(ReferenceEqualityComparer.Instance);

    internal ModuleCopy()
    {
    }

    /// <summary><paramref name="count"/> copies of a module, each with parameters of its own.</summary>
    internal static IEnumerable<T> Several<T>(T module, long count)
        where T : Module
    {
        ArgumentNullException.ThrowIfNull(module);
        for (var i = 0L; i < count; i++)
        {
            yield return (T)module.DeepCopy();
        }
    }

    /// <summary>The copy of a module, a parameter, a buffer or any other tensor; null for null.</summary>
    /// <exception cref="TorchException">It is a tensor that is not a leaf: it was computed while operations were recorded.</exception>
    [return: NotNullIfNotNull(nameof(original))]
    public T? Of<T>(T? original)
        where T : class => (T?)OfMember(original);

    /// <summary>Whether the object is a copy that this instance created.</summary>
    internal bool Made(object copy) => _made.Contains(copy);

    internal object? OfMember(object? original)
    {
        if (original is null)
        {
            return null;
        }

        if (!_copies.TryGetValue(original, out var copy))
        {
            copy = original switch
            {
                Module module => module.Copied(this, made => Note(original, made)),
                Tensor tensor => Note(original, Copied(tensor)),
                _ => throw new ArgumentException($"A {original.GetType()} is neither a module nor a tensor.", nameof(original)),
            };
        }

        return copy;
    }

    /// <summary>Registers a copy that was created elsewhere.</summary>
    internal object Note(object original, object copy)
    {
        _made.Add(copy);
        return _copies[original] = copy;
    }

    private Tensor Copied(Tensor tensor)
    {
        switch (tensor)
        {
            case Parameter { StandIn: { } standIn }:
                return Parameter.Computed(standIn.Copied(this));
            case Buffer { StandIn: { } standIn }:
                return Buffer.Computed(standIn.Copied(this));
            case Parameter parameter:
                return new Parameter(Values(parameter), parameter.RequiresGrad);
        }

        if (!tensor.IsLeaf)
        {
            throw new TorchException(Interop.LibraryCalls.IsAtLeast(2, 0)
                ? "Only Tensors created explicitly by the user (graph leaves) support the deepcopy protocol at the moment.  If you were attempting to deepcopy a module, this may be because of a torch.nn.utils.weight_norm usage, see https://github.com/pytorch/pytorch/pull/103001"
                : "Only Tensors created explicitly by the user (graph leaves) support the deepcopy protocol at the moment");
        }

        var copied = tensor is Buffer buffer ? new Buffer(Values(tensor), buffer.Persistent) : Values(tensor);
        copied.Grad = tensor.Grad is { } gradient ? Values(gradient) : null;
        return tensor.RequiresGrad ? copied.RequiresGrad_() : copied;
    }

    private static Tensor Values(Tensor tensor)
    {
        using var noGrad = Torch.NoGrad();
        return tensor.Detach().Clone();
    }
}
