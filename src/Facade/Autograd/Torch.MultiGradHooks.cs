namespace LibTorch;

public abstract partial class Torch
{
    public static partial class Autograd
    {
        public static partial class Graph
        {
            /// <summary>
            /// Calls <paramref name="hook"/> once in each backward pass, when all gradients of these tensors that the pass computes have
            /// been computed; <c>torch.autograd.graph.register_multi_grad_hook</c>.
            /// </summary>
            /// <param name="tensors">The tensors.</param>
            /// <param name="hook">
            /// Called with a gradient for each tensor; null for a tensor whose gradient the pass does not compute.
            /// </param>
            /// <exception cref="TorchException">A tensor does not require grad; from <see cref="Grad(IReadOnlyList{Tensor}, IReadOnlyList{Tensor}, IReadOnlyList{Tensor?}?, bool?, bool, bool?, bool, bool)"/>: one of the tensors is a leaf.</exception>
            public static RemovableHandle RegisterMultiGradHook(IReadOnlyList<Tensor> tensors, Action<IReadOnlyList<Tensor?>> hook)
            {
                ArgumentNullException.ThrowIfNull(tensors);
                ArgumentNullException.ThrowIfNull(hook);
                var shared = new MultiGradHook(tensors, hook);
                return RemovableHandle.Of(tensors.Select((tensor, i) => tensor.RegisterHook(grad => shared.Arrived(i, grad))));
            }

            /// <summary>
            /// Calls <paramref name="hook"/> once in each backward pass, with the first gradient that is computed for any of these tensors;
            /// <c>register_multi_grad_hook</c> with <c>mode="any"</c>.
            /// </summary>
            /// <param name="tensors">The tensors; those that do not require grad are ignored.</param>
            /// <param name="hook">Called with the gradient.</param>
            /// <param name="any">Must be true. It distinguishes this overload from the one that waits for all gradients.</param>
            public static RemovableHandle RegisterMultiGradHook(IReadOnlyList<Tensor> tensors, Action<Tensor> hook, bool any)
            {
                ArgumentNullException.ThrowIfNull(tensors);
                ArgumentNullException.ThrowIfNull(hook);
                if (!any)
                {
                    throw new ArgumentException("A hook that takes one gradient is called with the first one only, so any must be true.", nameof(any));
                }

                var shared = new FirstGradHook(hook);
                return RemovableHandle.Of(tensors.Where(tensor => tensor.RequiresGrad).Select(tensor => tensor.RegisterHook(shared.Arrived)));
            }
        }
    }
}
