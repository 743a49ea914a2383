using LibTorch.Interop;

namespace LibTorch;

public abstract partial class Torch
{
    public static partial class Cuda
    {
        /// <summary>
        /// Annotations for NVIDIA's profilers; <c>torch.cuda.nvtx</c>. They need NVIDIA's tools library <c>libnvToolsExt.so.1</c>; without it
        /// they do nothing where libtorch was built with CUDA.
        /// </summary>
        public static class Nvtx
        {
            /// <summary>
            /// Opens a range on the calling thread, nested in the ranges already open there; <c>torch.cuda.nvtx.range_push</c>.
            /// </summary>
            /// <returns>The nesting depth: how many ranges enclose this one.</returns>
            /// <exception cref="TorchException">This libtorch was built without CUDA, and the tools library is not installed.</exception>
            public static int RangePush(string message)
            {
                ArgumentNullException.ThrowIfNull(message);
                return NvtxCalls.Push(message);
            }

            /// <summary>Ends the calling thread's innermost range; <c>torch.cuda.nvtx.range_pop</c>.</summary>
            /// <returns>The nesting depth: how many ranges enclose the ended one.</returns>
            /// <exception cref="TorchException">This libtorch was built without CUDA, and the tools library is not installed.</exception>
            public static int RangePop() => NvtxCalls.Pop();

            /// <summary>Opens a range that any thread may end; <c>torch.cuda.nvtx.range_start</c>.</summary>
            /// <returns>The range's identifier for <see cref="RangeEnd"/>.</returns>
            /// <exception cref="TorchException">This libtorch was built without CUDA, and the tools library is not installed.</exception>
            public static ulong RangeStart(string message)
            {
                ArgumentNullException.ThrowIfNull(message);
                return NvtxCalls.Start(message);
            }

            /// <summary>Ends a range of <see cref="RangeStart"/>; <c>torch.cuda.nvtx.range_end</c>.</summary>
            /// <exception cref="TorchException">This libtorch was built without CUDA, and the tools library is not installed.</exception>
            public static void RangeEnd(ulong range) => NvtxCalls.End(range);

            /// <summary>Marks a point in time; <c>torch.cuda.nvtx.mark</c>.</summary>
            /// <exception cref="TorchException">This libtorch was built without CUDA, and the tools library is not installed.</exception>
            public static void Mark(string message)
            {
                ArgumentNullException.ThrowIfNull(message);
                NvtxCalls.Mark(message);
            }

            /// <summary>Opens a range on the calling thread that ends with the block; <c>torch.cuda.nvtx.range</c>.</summary>
            /// <exception cref="TorchException">This libtorch was built without CUDA, and the tools library is not installed.</exception>
            public static NvtxRange Range(string message) => new(message);
        }
    }
}
