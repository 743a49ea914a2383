using LibTorch.Interop;

namespace LibTorch;

public abstract partial class Torch
{
    /// <summary>The host's memory that tensors hold. CUDA's is counted by its own allocator.</summary>
    /// <remarks>
    /// Nobody has to dispose: where tensors' memory, with half a KiB more for each, has grown by 4 MiB, by up to 32 where
    /// collections take long, and by half of what stayed alive the last time, the collector runs. A program that disposes of its tensors never gets there.
    /// </remarks>
    public static class Memory
    {
        /// <summary>Bytes in use, as large as the blocks really are.</summary>
        public static long Live => MemoryPressure.Live;

        /// <summary>The most bytes that were in use since the start or <see cref="ResetPeak"/>.</summary>
        public static long Peak => MemoryPressure.Peak;

        /// <summary>Lets <see cref="Peak"/> start at what is in use now.</summary>
        public static void ResetPeak() => MemoryPressure.ResetPeak();

        /// <summary>Frees the tensors that nobody holds any more, at once.</summary>
        public static void Collect() => MemoryPressure.Collect();

        /// <summary>Whether tensors made from now on remember where that was, for <see cref="LivingTensors"/>. Each change forgets what was recorded.</summary>
        /// <remarks>For finding out who keeps what: the stack is walked for each tensor, which takes many times longer than an operation.</remarks>
        public static bool RecordOrigins
        {
            get => TensorOrigins.Recording;
            set => TensorOrigins.Recording = value;
        }

        /// <summary>The tensors made since <see cref="RecordOrigins"/> was set that are neither disposed nor collected, the oldest first.</summary>
        /// <remarks>Those that nobody holds any more are among them until the collector has run; <see cref="Collect"/> has it run.</remarks>
        public static IReadOnlyList<LivingTensor> LivingTensors() =>
            [.. TensorOrigins.Living().Select(living => LibTorch.Tensor.Describe(living.Handle, living.Stack.ToString())).OfType<LivingTensor>()];
    }
}
