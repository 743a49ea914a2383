using System.Runtime.CompilerServices;
using LibTorch.Interop;

namespace LibTorch;

/// <summary>Hooks: code that runs when a gradient of the tensor has been computed.</summary>
public partial class Tensor
{
    // Where libtorch lets hooks go with the graph, what holds them lives as long as the tensor.
    private static readonly ConditionalWeakTable<Tensor, NodeHandle> Keepers = [];

    /// <summary>Calls <paramref name="hook"/> with each gradient computed for this tensor, and goes on with what it returns, or with the same for null; <c>x.register_hook</c>.</summary>
    /// <remarks>The hook runs on the thread that libtorch computes on. What it throws comes out of the backward call. It is not called where there is no gradient.</remarks>
    /// <exception cref="TorchException">The tensor does not require grad; from backward: the new gradient is of another type, device or size.</exception>
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

    /// <summary>Calls <paramref name="hook"/> with this leaf whenever its <see cref="Grad"/> has grown; <c>x.register_post_accumulate_grad_hook</c>.</summary>
    /// <remarks>libtorch before 2.1 has no place for such hooks: there they stay as long as this object, not the tensor itself.</remarks>
    /// <exception cref="TorchException">The tensor is no leaf, or does not require grad.</exception>
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
