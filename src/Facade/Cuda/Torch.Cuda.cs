using System.Collections.Concurrent;
using LibTorch.Interop;

namespace LibTorch;

public abstract partial class Torch
{
    /// <summary>NVIDIA devices; <c>torch.cuda</c>. libtorch's CUDA half is loaded when it is first needed, so programs without CUDA do not wait for it.</summary>
    public static partial class Cuda
    {
        // Whether a tensor of it could be made, asked once for each device.
        private static readonly ConcurrentDictionary<int, bool> HasBFloat16 = [];

        /// <summary>Whether libtorch has CUDA and finds a device; <c>torch.cuda.is_available</c>.</summary>
        public static bool IsAvailable() => DeviceCount() > 0;

        /// <summary>Whether CUDA was used already; <c>torch.cuda.is_initialized</c>.</summary>
        public static bool IsInitialized() => CudaCalls.IsReady;

        /// <summary>Has CUDA loaded now instead of at its first use; <c>torch.cuda.init</c>.</summary>
        /// <exception cref="TorchException">CUDA cannot be used; the message says why.</exception>
        public static void Init() => DeviceCheck.RequireCuda();

        /// <summary>The number of devices, 0 where CUDA cannot be used; <c>torch.cuda.device_count</c>.</summary>
        public static int DeviceCount() => CudaCalls.DeviceCount();

        /// <summary>The number of the calling thread's device; <c>torch.cuda.current_device</c>.</summary>
        /// <exception cref="TorchException">CUDA cannot be used; the message says why.</exception>
        public static int CurrentDevice() => DeviceCheck.CudaIndex(null);

        /// <summary>Makes it the calling thread's device; nothing for a negative number; <c>torch.cuda.set_device</c>.</summary>
        /// <exception cref="TorchException">CUDA cannot be used, or there is no such device.</exception>
        public static void SetDevice(int device)
        {
            DeviceCheck.RequireCuda();
            if (device >= 0)
            {
                DeviceCalls.Set((int)DeviceType.Cuda, device);
            }
        }

        /// <summary>Makes it the calling thread's device in a block; nothing for a negative number; <c>torch.cuda.device</c>.</summary>
        /// <exception cref="TorchException">CUDA cannot be used, or there is no such device.</exception>
        public static CudaDeviceGuard Device(int device) => new(device);

        /// <summary>The same for a device; <c>cuda</c> is the current one; <c>torch.cuda.device</c>.</summary>
        /// <exception cref="TorchException">CUDA cannot be used, or there is no such device.</exception>
        /// <exception cref="TorchValueException">It is a device of another kind.</exception>
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

        /// <summary>What the device is; <c>torch.cuda.get_device_properties</c>.</summary>
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

        /// <summary>Whether the current device computes in bfloat16; <c>torch.cuda.is_bf16_supported</c>.</summary>
        /// <param name="includingEmulation">Whether a device below capability 8.0 counts that has tensors of it, as it does since PyTorch 2.3. Before, none does.</param>
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

        /// <summary>Whether kernels of the device can use the other's memory without the host between; <c>torch.cuda.can_device_access_peer</c>.</summary>
        /// <exception cref="TorchException">CUDA cannot be used, or there is no such device.</exception>
        public static bool CanDeviceAccessPeer(Device device, Device peerDevice)
        {
            var (index, peer) = (DeviceCheck.CudaIndex(device), DeviceCheck.CudaIndex(peerDevice));
            return index >= DeviceCount() ? throw new TorchException("Invalid device id")
                : peer >= DeviceCount() ? throw new TorchException("Invalid peer device id")
                : CudaCalls.CanAccessPeer(index, peer);
        }

        /// <summary>The kinds of GPU that libtorch has kernels for, such as <c>sm_80</c>; none where there is no device; <c>torch.cuda.get_arch_list</c>.</summary>
        public static IReadOnlyList<string> GetArchList() => IsAvailable() ? CudaArchitectures.In(Config) : [];

        /// <summary>The compiler's options for them; <c>torch.cuda.get_gencode_flags</c>.</summary>
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
