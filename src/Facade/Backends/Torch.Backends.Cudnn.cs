using LibTorch.Interop;

namespace LibTorch;

public abstract partial class Torch
{
    public static partial class Backends
    {
        /// <summary>cuDNN, NVIDIA's library for neural networks; <c>torch.backends.cudnn</c>.</summary>
        public static class Cudnn
        {
            /// <summary>
            /// The version of the cuDNN in use, such as 90100 for 9.1.0; <c>torch.backends.cudnn.version</c>.
            /// Null if libtorch has no cuDNN. Unlike in Python, also null if there is no device, because CUDA is not loaded then.
            /// </summary>
            public static long? Version => CudaCalls.CudnnVersion() is > 0 and var version ? version : null;

            /// <summary>Whether cuDNN can be used; <c>torch.backends.cudnn.is_available</c>. Also false if there is no device.</summary>
            public static bool IsAvailable => Version is not null;

            /// <summary>Whether cuDNN is used; <c>torch.backends.cudnn.enabled</c>.</summary>
            public static bool Enabled
            {
                get => BackendCalls.IsOn(BackendFlag.CudnnEnabled);
                set => BackendCalls.Turn(BackendFlag.CudnnEnabled, value);
            }

            /// <summary>
            /// Whether cuDNN measures several algorithms for each new convolution shape, and uses the fastest from then on;
            /// <c>torch.backends.cudnn.benchmark</c>.
            /// </summary>
            public static bool Benchmark
            {
                get => BackendCalls.IsOn(BackendFlag.CudnnBenchmark);
                set => BackendCalls.Turn(BackendFlag.CudnnBenchmark, value);
            }

            /// <summary>
            /// How many algorithms <see cref="Benchmark"/> tries at most; 0: all; <c>torch.backends.cudnn.benchmark_limit</c>.
            /// </summary>
            public static int BenchmarkLimit
            {
                get => (int)BackendCalls.Number(BackendFlag.CudnnBenchmarkLimit);
                set => BackendCalls.Set(BackendFlag.CudnnBenchmarkLimit, value);
            }

            /// <summary>
            /// Whether cuDNN uses only deterministic algorithms, which give the same bits each time;
            /// <c>torch.backends.cudnn.deterministic</c>.
            /// </summary>
            public static bool Deterministic
            {
                get => BackendCalls.IsOn(BackendFlag.CudnnDeterministic);
                set => BackendCalls.Turn(BackendFlag.CudnnDeterministic, value);
            }

            /// <summary>
            /// Whether cuDNN's convolutions may round float32 to tf32 on devices that support it; <c>torch.backends.cudnn.allow_tf32</c>.
            /// </summary>
            public static bool AllowTf32
            {
                get => BackendCalls.IsOn(BackendFlag.CudnnAllowTf32);
                set => BackendCalls.Turn(BackendFlag.CudnnAllowTf32, value);
            }

            /// <summary>Opens a block with these settings; the defaults are Python's; <c>torch.backends.cudnn.flags</c>.</summary>
            /// <param name="enabled">Whether cuDNN is used.</param>
            /// <param name="benchmark">Whether several algorithms are measured for each new shape.</param>
            /// <param name="benchmarkLimit">How many algorithms are measured at most.</param>
            /// <param name="deterministic">Whether only deterministic algorithms are used.</param>
            /// <param name="allowTf32">Whether float32 may be rounded to tf32.</param>
            public static CudnnFlags Flags(bool enabled = false, bool benchmark = false, int benchmarkLimit = 10, bool deterministic = false, bool allowTf32 = true) =>
                new(enabled, benchmark, benchmarkLimit, deterministic, allowTf32);
        }
    }
}
