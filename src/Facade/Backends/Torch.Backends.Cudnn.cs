using LibTorch.Interop;

namespace LibTorch;

public abstract partial class Torch
{
    public static partial class Backends
    {
        /// <summary>NVIDIA's library of neural networks; <c>torch.backends.cudnn</c>.</summary>
        public static class Cudnn
        {
            /// <summary>
            /// The version of the cuDNN in use, 90100 for 9.1.0; <c>torch.backends.cudnn.version</c>.
            /// Null where libtorch has no cuDNN and, other than in Python, where there is no device, as CUDA is then not loaded.
            /// </summary>
            public static long? Version => CudaCalls.CudnnVersion() is > 0 and var version ? version : null;

            /// <summary>Whether it can be used; <c>torch.backends.cudnn.is_available</c>. False also where there is no device.</summary>
            public static bool IsAvailable => Version is not null;

            /// <summary>Whether it is used; <c>torch.backends.cudnn.enabled</c>.</summary>
            public static bool Enabled
            {
                get => BackendCalls.IsOn(BackendFlag.CudnnEnabled);
                set => BackendCalls.Turn(BackendFlag.CudnnEnabled, value);
            }

            /// <summary>Whether it tries several ways of a convolution for each new shape, and keeps to the fastest; <c>torch.backends.cudnn.benchmark</c>.</summary>
            public static bool Benchmark
            {
                get => BackendCalls.IsOn(BackendFlag.CudnnBenchmark);
                set => BackendCalls.Turn(BackendFlag.CudnnBenchmark, value);
            }

            /// <summary>How many ways it tries at most, 0 for all; <c>torch.backends.cudnn.benchmark_limit</c>.</summary>
            public static int BenchmarkLimit
            {
                get => (int)BackendCalls.Number(BackendFlag.CudnnBenchmarkLimit);
                set => BackendCalls.Set(BackendFlag.CudnnBenchmarkLimit, value);
            }

            /// <summary>Whether it only uses ways that give the same bits each time; <c>torch.backends.cudnn.deterministic</c>.</summary>
            public static bool Deterministic
            {
                get => BackendCalls.IsOn(BackendFlag.CudnnDeterministic);
                set => BackendCalls.Turn(BackendFlag.CudnnDeterministic, value);
            }

            /// <summary>Whether its convolutions may round float32 to tf32 on devices that can; <c>torch.backends.cudnn.allow_tf32</c>.</summary>
            public static bool AllowTf32
            {
                get => BackendCalls.IsOn(BackendFlag.CudnnAllowTf32);
                set => BackendCalls.Turn(BackendFlag.CudnnAllowTf32, value);
            }

            /// <summary>Opens a block with other settings, those of Python's defaults unless given; <c>torch.backends.cudnn.flags</c>.</summary>
            /// <param name="enabled">Whether it is used.</param>
            /// <param name="benchmark">Whether it tries several ways.</param>
            /// <param name="benchmarkLimit">How many at most.</param>
            /// <param name="deterministic">Whether only ways that give the same bits each time are used.</param>
            /// <param name="allowTf32">Whether float32 may be rounded to tf32.</param>
            public static CudnnFlags Flags(bool enabled = false, bool benchmark = false, int benchmarkLimit = 10, bool deterministic = false, bool allowTf32 = true) =>
                new(enabled, benchmark, benchmarkLimit, deterministic, allowTf32);
        }
    }
}
