using System.Runtime.CompilerServices;
using LibTorch.Interop;

namespace LibTorch;

/// <summary>Hooks: code that runs when a gradient of the tensor has been computed.</summary>
public partial class Tensor
{
    // libtorch before 2.1 frees these hooks together with the graph node that holds them. The table keeps the node alive as long as the
    // tensor object.
    private static readonly ConditionalWeakTable<Tensor, NodeHandle> Keepers = [];

    /// <summary>
    /// Calls <paramref name="hook"/> with each gradient computed for this tensor. The hook may return another gradient, or null to keep it;
    /// <c>x.register_hook</c>.
    /// </summary>
    /// <remarks>
    /// The hook runs on the thread on which libtorch runs the backward pass. An exception of the hook is thrown by the backward call. The
    /// hook is not called if there is no gradient.
    /// </remarks>
    /// <exception cref="TorchException">
    /// The tensor does not require grad. Thrown by backward: the returned gradient is of another type, device or size.
    /// </exception>
    public RemovableHandle RegisterHook(Func<Tensor, Tensor?> hook)
    {
        ArgumentNullException.ThrowIfNull(hook);
        RequireGradForHook();
        var callback = new Hook((grads, _) => hook(Own(grads[0])!) is { IsNumber: false } replacement ? [replacement] : null);
        return new RemovableHandle(HookCalls.OnTensor(this, Hook.NameOf(hook), callback));
    }

    /// <summary>Calls <paramref name="hook"/> with each gradient computed for this tensor; <c>x.register_hook</c>.</summary>
    /// <exception cref="TorchException">The tensor does not require grad.</exception>
    public RemovableHandle RegisterHook(Action<Tensor> hook)
    {
        ArgumentNullException.ThrowIfNull(hook);
        return RegisterHook(gradient =>
        {
            hook(gradient);
            return null;
        });
    }

    /// <summary>
    /// Calls <paramref name="hook"/> with this leaf each time a gradient was added to its <see cref="Grad"/>;
    /// <c>x.register_post_accumulate_grad_hook</c>.
    /// </summary>
    /// <remarks>
    /// libtorch before 2.1 does not store such hooks in the tensor. There they last as long as this C# object, not as long as the tensor.
    /// </remarks>
    /// <exception cref="TorchException">The tensor is not a leaf, or does not require grad.</exception>
    public RemovableHandle RegisterPostAccumulateGradHook(Action<Tensor> hook)
    {
        ArgumentNullException.ThrowIfNull(hook);
        RequireGradForHook();
        if (GradFn is not null)
        {
            throw new TorchException("post accumulate grad hooks cannot be registered on non-leaf tensors");
        }

        var callback = new Hook((tensors, _) =>
        {
            hook(Own(tensors[0])!);
            return null;
        });
        var (handle, keeper) = HookCalls.OnAccumulated(this, Hook.NameOf(hook), callback);
        if (keeper is not null)
        {
            Keepers.AddOrUpdate(this, keeper);
        }

        return new RemovableHandle(handle);
    }

    private void RequireGradForHook()
    {
        if (!RequiresGrad)
        {
            throw new TorchException("cannot register a hook on a tensor that doesn't require gradient");
        }
    }
}
