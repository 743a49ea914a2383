using System.Collections.Concurrent;
using LibTorch.Interop;

namespace LibTorch;

public abstract partial class Torch
{
    /// <summary>
    /// NVIDIA devices; <c>torch.cuda</c>. libtorch's CUDA libraries are loaded when they are first needed, so programs that do not use CUDA
    /// start faster.
    /// </summary>
    public static partial class Cuda
    {
        // For each device index, whether a bfloat16 tensor could be created there; tried once for each device.
        private static readonly ConcurrentDictionary<int, bool> HasBFloat16 = [];

        /// <summary>Whether libtorch has CUDA and finds a device; <c>torch.cuda.is_available</c>.</summary>
        public static bool IsAvailable() => DeviceCount() > 0;

        /// <summary>Whether CUDA has been initialized; <c>torch.cuda.is_initialized</c>.</summary>
        public static bool IsInitialized() => CudaCalls.IsReady;

        /// <summary>Loads and initializes CUDA now instead of at its first use; <c>torch.cuda.init</c>.</summary>
        /// <exception cref="TorchException">CUDA cannot be used; the message says why.</exception>
        public static void Init() => DeviceCheck.RequireCuda();

        /// <summary>The number of devices; 0 if CUDA cannot be used; <c>torch.cuda.device_count</c>.</summary>
        public static int DeviceCount() => CudaCalls.DeviceCount();

        /// <summary>The index of the calling thread's current device; <c>torch.cuda.current_device</c>.</summary>
        /// <exception cref="TorchException">CUDA cannot be used; the message says why.</exception>
        public static int CurrentDevice() => DeviceCheck.CudaIndex(null);

        /// <summary>Sets the calling thread's current device; a negative index changes nothing; <c>torch.cuda.set_device</c>.</summary>
        /// <exception cref="TorchException">CUDA cannot be used, or there is no such device.</exception>
        public static void SetDevice(int device)
        {
            DeviceCheck.RequireCuda();
            if (device >= 0)
            {
                DeviceCalls.Set((int)DeviceType.Cuda, device);
            }
        }

        /// <summary>
        /// A block with another current device for the calling thread; a negative index changes nothing; <c>torch.cuda.device</c>.
        /// </summary>
        /// <exception cref="TorchException">CUDA cannot be used, or there is no such device.</exception>
        public static CudaDeviceGuard Device(int device) => new(device);

        /// <summary>
        /// A block with another current device for the calling thread; <c>cuda</c> without an index is the current one;
        /// <c>torch.cuda.device</c>.
        /// </summary>
        /// <exception cref="TorchException">CUDA cannot be used, or there is no such device.</exception>
        /// <exception cref="TorchValueException">The device is not a CUDA device.</exception>
        public static CudaDeviceGuard Device(Device device) => new(DeviceCheck.CudaIndex(device));

        /// <summary>The device's name, such as <c>NVIDIA H100 80GB HBM3</c>; <c>torch.cuda.get_device_name</c>.</summary>
        /// <exception cref="TorchException">CUDA cannot be used, or there is no such device.</exception>
        public static string GetDeviceName(Device? device = null) => GetDeviceProperties(device).Name;

        /// <summary>The device's compute capability, such as (9, 0); <c>torch.cuda.get_device_capability</c>.</summary>
        /// <exception cref="TorchException">CUDA cannot be used, or there is no such device.</exception>
        public static (int Major, int Minor) GetDeviceCapability(Device? device = null)
        {
            var properties = GetDeviceProperties(device);
            return (properties.Major, properties.Minor);
        }

        /// <summary>The device's properties; <c>torch.cuda.get_device_properties</c>.</summary>
        /// <exception cref="TorchException">CUDA cannot be used, or there is no such device.</exception>
        public static CudaDeviceProperties GetDeviceProperties(Device? device = null)
        {
            var index = DeviceCheck.CudaIndex(device);
            if (index >= DeviceCount())
            {
                throw new TorchException("Invalid device id");
            }

            var (name, properties) = CudaCalls.Describe(index);
            return new CudaDeviceProperties(name, properties);
        }

        /// <summary>Whether the current device supports bfloat16; <c>torch.cuda.is_bf16_supported</c>.</summary>
        /// <param name="includingEmulation">
        /// Whether devices below capability 8.0 count too if they can create bfloat16 tensors. PyTorch counts them since 2.3; with earlier
        /// releases they never count.
        /// </param>
        /// <exception cref="TorchException">CUDA cannot be used, and libtorch is older than 2.3; the message says why.</exception>
        public static bool IsBF16Supported(bool includingEmulation = true)
        {
            if (!LibraryCalls.IsAtLeast(2, 3))
            {
                return GetDeviceCapability().Major >= 8;
            }

            return IsAvailable()
                && (GetDeviceCapability().Major >= 8 || (includingEmulation && HasBFloat16.GetOrAdd(CurrentDevice(), CanMakeBFloat16)));
        }

        /// <summary>Waits until all work on the device is done; <c>torch.cuda.synchronize</c>.</summary>
        /// <exception cref="TorchException">CUDA cannot be used, or the work failed.</exception>
        public static void Synchronize(Device? device = null) => CudaCalls.Synchronize(DeviceCheck.CudaIndex(device));

        /// <summary>
        /// Whether kernels on the device can access the peer's memory directly; <c>torch.cuda.can_device_access_peer</c>.
        /// </summary>
        /// <exception cref="TorchException">CUDA cannot be used, or there is no such device.</exception>
        public static bool CanDeviceAccessPeer(Device device, Device peerDevice)
        {
            var (index, peer) = (DeviceCheck.CudaIndex(device), DeviceCheck.CudaIndex(peerDevice));
            return index >= DeviceCount() ? throw new TorchException("Invalid device id")
                : peer >= DeviceCount() ? throw new TorchException("Invalid peer device id")
                : CudaCalls.CanAccessPeer(index, peer);
        }

        /// <summary>
        /// The GPU architectures that libtorch has kernels for, such as <c>sm_80</c>; empty if there is no device;
        /// <c>torch.cuda.get_arch_list</c>.
        /// </summary>
        public static IReadOnlyList<string> GetArchList() => IsAvailable() ? CudaArchitectures.In(Config) : [];

        /// <summary>nvcc's options for the architectures of <see cref="GetArchList"/>; <c>torch.cuda.get_gencode_flags</c>.</summary>
        public static string GetGencodeFlags() => CudaArchitectures.GencodeFlags(GetArchList());

        private static bool CanMakeBFloat16(int device)
        {
            try
            {
                Ones([1], dtype: LibTorch.DType.BFloat16, device: new Device(DeviceType.Cuda, device)).Dispose();
                return true;
            }
            catch (TorchException)
            {
                return false;
            }
        }
    }
}
