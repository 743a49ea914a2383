using LibTorch.Interop;

namespace LibTorch;

public abstract partial class Torch
{
    public static partial class Backends
    {
        /// <summary>Settings for matrix products and attention on NVIDIA devices; <c>torch.backends.cuda</c>.</summary>
        public static class Cuda
        {
            /// <summary>
            /// Whether libtorch was built with CUDA, whether or not there is a device; <c>torch.backends.cuda.is_built</c>.
            /// Reading this does not load CUDA.
            /// </summary>
            public static bool IsBuilt => CudaCalls.IsBuilt();

            /// <summary>Whether attention may use the flash kernel; <c>torch.backends.cuda.flash_sdp_enabled</c>.</summary>
            public static bool FlashSdpEnabled() => BackendCalls.IsOn(BackendFlag.FlashSdp);

            /// <summary>Sets whether attention may use the flash kernel; <c>torch.backends.cuda.enable_flash_sdp</c>.</summary>
            public static void EnableFlashSdp(bool enabled) => BackendCalls.Turn(BackendFlag.FlashSdp, enabled);

            /// <summary>
            /// Whether attention may use the unfused implementation of separate operators; <c>torch.backends.cuda.math_sdp_enabled</c>.
            /// </summary>
            public static bool MathSdpEnabled() => BackendCalls.IsOn(BackendFlag.MathSdp);

            /// <summary>Sets whether attention may use the unfused implementation; <c>torch.backends.cuda.enable_math_sdp</c>.</summary>
            public static void EnableMathSdp(bool enabled) => BackendCalls.Turn(BackendFlag.MathSdp, enabled);

            /// <summary>
            /// Whether attention may use the memory-efficient kernel; <c>torch.backends.cuda.mem_efficient_sdp_enabled</c>.
            /// </summary>
            /// <exception cref="TorchNotImplementedException">libtorch is older than 2.0.</exception>
            public static bool MemEfficientSdpEnabled() => BackendCalls.IsOn(BackendFlag.MemEfficientSdp);

            /// <summary>
            /// Sets whether attention may use the memory-efficient kernel; <c>torch.backends.cuda.enable_mem_efficient_sdp</c>.
            /// </summary>
            /// <exception cref="TorchNotImplementedException">libtorch is older than 2.0.</exception>
            public static void EnableMemEfficientSdp(bool enabled) => BackendCalls.Turn(BackendFlag.MemEfficientSdp, enabled);

            /// <summary>Whether attention may use cuDNN's kernel; <c>torch.backends.cuda.cudnn_sdp_enabled</c>.</summary>
            /// <exception cref="TorchNotImplementedException">libtorch is older than 2.4.</exception>
            public static bool CudnnSdpEnabled() => BackendCalls.IsOn(BackendFlag.CudnnSdp);

            /// <summary>Sets whether attention may use cuDNN's kernel; <c>torch.backends.cuda.enable_cudnn_sdp</c>.</summary>
            /// <exception cref="TorchNotImplementedException">libtorch is older than 2.4.</exception>
            public static void EnableCudnnSdp(bool enabled) => BackendCalls.Turn(BackendFlag.CudnnSdp, enabled);

            /// <summary>The precision of matrix products; <c>torch.backends.cuda.matmul</c>.</summary>
            public static class Matmul
            {
                /// <summary>
                /// Whether float32 inputs may be rounded to tf32 on devices that support it; <c>torch.backends.cuda.matmul.allow_tf32</c>.
                /// </summary>
                public static bool AllowTf32
                {
                    get => BackendCalls.IsOn(BackendFlag.MatmulAllowTf32);
                    set => BackendCalls.Turn(BackendFlag.MatmulAllowTf32, value);
                }

                /// <summary>
                /// Whether the sums of a float16 matrix product may be split into partial sums that are rounded to float16;
                /// <c>torch.backends.cuda.matmul.allow_fp16_reduced_precision_reduction</c>.
                /// </summary>
                public static bool AllowFp16ReducedPrecisionReduction
                {
                    get => BackendCalls.IsOn(BackendFlag.MatmulAllowFp16Reduction);
                    set => BackendCalls.Turn(BackendFlag.MatmulAllowFp16Reduction, value);
                }

                /// <summary>The same for bfloat16; <c>torch.backends.cuda.matmul.allow_bf16_reduced_precision_reduction</c>.</summary>
                /// <exception cref="TorchNotImplementedException">libtorch is older than 2.0.</exception>
                public static bool AllowBf16ReducedPrecisionReduction
                {
                    get => BackendCalls.IsOn(BackendFlag.MatmulAllowBf16Reduction);
                    set => BackendCalls.Turn(BackendFlag.MatmulAllowBf16Reduction, value);
                }

                /// <summary>
                /// Whether the sums of a float16 matrix product may be accumulated in float16;
                /// <c>torch.backends.cuda.matmul.allow_fp16_accumulation</c>.
                /// </summary>
                /// <exception cref="TorchNotImplementedException">libtorch is older than 2.7.</exception>
                public static bool AllowFp16Accumulation
                {
                    get => BackendCalls.IsOn(BackendFlag.MatmulAllowFp16Accumulation);
                    set => BackendCalls.Turn(BackendFlag.MatmulAllowFp16Accumulation, value);
                }
            }
        }
    }
}
