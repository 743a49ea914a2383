using LibTorch.Interop;

namespace LibTorch;

public abstract partial class Torch
{
    /// <summary>The host memory that tensors hold. CUDA's own allocator counts CUDA memory.</summary>
    /// <remarks>
    /// Disposing is optional. The garbage collector runs when tensors' memory, counted with half a KiB more for each tensor, has grown by 4
    /// MiB (up to 32 MiB where collections take long) and by half of what stayed alive the last time. A program that disposes of its
    /// tensors never gets there.
    /// </remarks>
    public static class Memory
    {
        /// <summary>Bytes in use, counted in the allocator's real block sizes.</summary>
        public static long Live => MemoryPressure.Live;

        /// <summary>The most bytes that were in use since the start or <see cref="ResetPeak"/>.</summary>
        public static long Peak => MemoryPressure.Peak;

        /// <summary>Resets <see cref="Peak"/> to the bytes that are in use now.</summary>
        public static void ResetPeak() => MemoryPressure.ResetPeak();

        /// <summary>Frees the tensors that nothing references any more, at once.</summary>
        public static void Collect() => MemoryPressure.Collect();

        /// <summary>
        /// Whether to record where tensors are created from now on, for <see cref="LivingTensors"/>. Each change discards what was
        /// recorded.
        /// </summary>
        /// <remarks>
        /// For finding out what keeps tensors alive. The stack is walked for each tensor, which takes many times longer than an operation.
        /// </remarks>
        public static bool RecordOrigins
        {
            get => TensorOrigins.Recording;
            set => TensorOrigins.Recording = value;
        }

        /// <summary>
        /// The tensors created since <see cref="RecordOrigins"/> was set that are neither disposed nor collected, the oldest first.
        /// </summary>
        /// <remarks>
        /// Tensors that nothing references any more are included until the garbage collector has run; <see cref="Collect"/> runs it.
        /// </remarks>
        public static IReadOnlyList<LivingTensor> LivingTensors() =>
            [.. TensorOrigins.Living().Select(living => LibTorch.Tensor.Describe(living.Handle, living.Stack.ToString())).OfType<LivingTensor>()];
    }
}
