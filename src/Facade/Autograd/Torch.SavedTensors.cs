namespace LibTorch;

public abstract partial class Torch
{
    public static partial class Autograd
    {
        /// <summary>The graph that autograd records; <c>torch.autograd.graph</c>.</summary>
        public static partial class Graph
        {
            /// <summary>Has what operations save for backward packed as they save it, and unpacked when backward needs it; <c>torch.autograd.graph.saved_tensors_hooks</c>.</summary>
            /// <param name="pack">Gives what is kept instead of the tensor; must not change the tensor.</param>
            /// <param name="unpack">Gives a tensor with the same elements again.</param>
            /// <remarks>What is kept must not be the tensor itself but its <c>Detach()</c>: a result that is saved would keep its own graph alive for good.</remarks>
            /// <exception cref="TorchException">Such hooks are disabled here.</exception>
            public static SavedTensorsHooks SavedTensorsHooks<T>(Func<Tensor, T> pack, Func<T, Tensor> unpack)
            {
                ArgumentNullException.ThrowIfNull(pack);
                ArgumentNullException.ThrowIfNull(unpack);
                return new SavedTensorsHooks(new SavedTensorPacker<T>(pack, unpack));
            }

            /// <summary>Keeps what operations save for backward in the host's memory; <c>torch.autograd.graph.save_on_cpu</c>.</summary>
            /// <param name="pinMemory">Whether that memory is pinned where there is a CUDA device, for faster copies.</param>
            public static SavedTensorsHooks SaveOnCpu(bool pinMemory = false) => SavedTensorsHooks(
                tensor =>
                {
                    // What lies on the device is to go as soon as the copy is there.
                    using (tensor)
                    {
                        return (tensor.Device, Saved: pinMemory ? Pinned(tensor) : tensor.Detach().Cpu());
                    }
                },
                packed => packed.Saved.To(packed.Device, nonBlocking: pinMemory));

            /// <summary>Makes setting such hooks an error with this message; <c>torch.autograd.graph.disable_saved_tensors_hooks</c>.</summary>
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
