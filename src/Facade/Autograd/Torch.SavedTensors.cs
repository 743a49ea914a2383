namespace LibTorch;

public abstract partial class Torch
{
    public static partial class Autograd
    {
        /// <summary>The graph that autograd records; <c>torch.autograd.graph</c>.</summary>
        public static partial class Graph
        {
            /// <summary>
            /// A block in which <paramref name="pack"/> is called for each tensor that an operation saves for its backward, and
            /// <paramref name="unpack"/> when the backward needs it; <c>torch.autograd.graph.saved_tensors_hooks</c>.
            /// </summary>
            /// <param name="pack">Returns what is kept instead of the tensor; must not change the tensor.</param>
            /// <param name="unpack">Returns a tensor with the same elements again.</param>
            /// <remarks>
            /// Do not keep the tensor itself, but its <c>Detach()</c>: a saved result would keep its own graph alive forever.
            /// </remarks>
            /// <exception cref="TorchException">Hooks on saved tensors are disabled in this block.</exception>
            public static SavedTensorsHooks SavedTensorsHooks<T>(Func<Tensor, T> pack, Func<T, Tensor> unpack)
            {
                ArgumentNullException.ThrowIfNull(pack);
                ArgumentNullException.ThrowIfNull(unpack);
                return new SavedTensorsHooks(new SavedTensorPacker<T>(pack, unpack));
            }

            /// <summary>
            /// Keeps tensors that operations save for their backward in CPU memory; <c>torch.autograd.graph.save_on_cpu</c>.
            /// </summary>
            /// <param name="pinMemory">Whether that memory is pinned, if there is a CUDA device, for faster copies.</param>
            public static SavedTensorsHooks SaveOnCpu(bool pinMemory = false) => SavedTensorsHooks(
                tensor =>
                {
                    // Dispose at once, so that the device memory is free as soon as the copy exists.
                    using (tensor)
                    {
                        return (tensor.Device, Saved: pinMemory ? Pinned(tensor) : tensor.Detach().Cpu());
                    }
                },
                packed => packed.Saved.To(packed.Device, nonBlocking: pinMemory));

            /// <summary>
            /// A block in which setting hooks on saved tensors is an error with this message;
            /// <c>torch.autograd.graph.disable_saved_tensors_hooks</c>.
            /// </summary>
            /// <exception cref="TorchException">Hooks are set already.</exception>
            public static SavedTensorsHooksDisabled DisableSavedTensorsHooks(string errorMessage)
            {
                ArgumentNullException.ThrowIfNull(errorMessage);
                return new SavedTensorsHooksDisabled(errorMessage);
            }

            private static Tensor Pinned(Tensor tensor)
            {
                var pin = Cuda.IsAvailable() && tensor.Layout == Layout.Strided;
                return Empty(tensor.Shape, dtype: tensor.DType, layout: tensor.Layout, device: LibTorch.Device.Cpu, pinMemory: pin).Copy_(tensor);
            }
        }
    }
}
