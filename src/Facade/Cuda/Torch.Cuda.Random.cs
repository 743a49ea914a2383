using LibTorch.Interop;

namespace LibTorch;

public abstract partial class Torch
{
    public static partial class Cuda
    {
        /// <summary>
        /// Seeds the current device's default generator; does nothing if there is no device; <c>torch.cuda.manual_seed</c>.
        /// </summary>
        public static void ManualSeed(long seed)
        {
            if (IsAvailable())
            {
                CudaCalls.Seed(CurrentDevice(), unchecked((ulong)seed));
            }
        }

        /// <summary>
        /// Seeds the default generators of all devices; does nothing if there is none; <c>torch.cuda.manual_seed_all</c>.
        /// </summary>
        public static void ManualSeedAll(long seed)
        {
            for (var index = 0; index < DeviceCount(); index++)
            {
                CudaCalls.Seed(index, unchecked((ulong)seed));
            }
        }

        /// <summary>
        /// Seeds the current device's default generator with a random seed from the system; does nothing if there is no device;
        /// <c>torch.cuda.seed</c>.
        /// </summary>
        public static void Seed()
        {
            if (IsAvailable())
            {
                OwnGenerator(CurrentDevice()).Seed();
            }
        }

        /// <summary>
        /// Seeds the default generators of all devices with the same random seed from the system; does nothing if there is none;
        /// <c>torch.cuda.seed_all</c>.
        /// </summary>
        public static void SeedAll()
        {
            if (IsAvailable())
            {
                ManualSeedAll(unchecked((long)OwnGenerator(0).Seed()));
            }
        }

        /// <summary>The seed of the current device's default generator; <c>torch.cuda.initial_seed</c>.</summary>
        /// <exception cref="TorchException">CUDA cannot be used; the message says why.</exception>
        public static ulong InitialSeed() => OwnGenerator(CurrentDevice()).InitialSeed();

        /// <summary>
        /// The state of a device's default generator, as a tensor of bytes; null: the current device; <c>torch.cuda.get_rng_state</c>.
        /// </summary>
        /// <exception cref="TorchException">CUDA cannot be used, or there is no such device.</exception>
        public static Tensor GetRngState(Device? device = null) => Torch.GetRngState(new Device(DeviceType.Cuda, DeviceCheck.CudaIndex(device)));

        /// <summary>The states of the default generators of all devices, in order; <c>torch.cuda.get_rng_state_all</c>.</summary>
        public static IReadOnlyList<Tensor> GetRngStateAll() => [.. Enumerable.Range(0, DeviceCount()).Select(index => GetRngState(new Device(DeviceType.Cuda, index)))];

        /// <summary>
        /// Restores the state of a device's default generator; null: the current device; <c>torch.cuda.set_rng_state</c>.
        /// </summary>
        /// <exception cref="TorchException">
        /// CUDA cannot be used, there is no such device, or the tensor is not the state of a CUDA generator.
        /// </exception>
        public static void SetRngState(Tensor newState, Device? device = null) =>
            Torch.SetRngState(newState, new Device(DeviceType.Cuda, DeviceCheck.CudaIndex(device)));

        /// <summary>Restores the states of the default generators of all devices, in order; <c>torch.cuda.set_rng_state_all</c>.</summary>
        /// <exception cref="TorchException">
        /// There are more states than devices, or a tensor is not the state of a CUDA generator.
        /// </exception>
        public static void SetRngStateAll(IEnumerable<Tensor> newStates)
        {
            ArgumentNullException.ThrowIfNull(newStates);
            foreach (var (index, state) in newStates.Index())
            {
                SetRngState(state, new Device(DeviceType.Cuda, index));
            }
        }

        // The device's default generator, which operators draw from. It outlives this C# object.
        private static Generator OwnGenerator(int index)
        {
            DeviceCheck.RequireCuda();
            return LibTorch.Generator.OfDevice(new Device(DeviceType.Cuda, index));
        }
    }
}
