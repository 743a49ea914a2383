using LibTorch.Interop;

namespace LibTorch;

public abstract partial class Torch
{
    /// <summary>
    /// A block in which operators on the kind of device compute in a smaller dtype where that is safe:
    /// <c>using (Torch.Autocast("cuda")) { }</c>; <c>torch.autocast</c>.
    /// </summary>
    /// <param name="device">The kind of device; its index is ignored.</param>
    /// <param name="dtype">
    /// The dtype to compute in; null: the current autocast dtype, by default float16 on CUDA and bfloat16 on the CPU.
    /// </param>
    /// <param name="enabled">False to switch autocast off in an inner block.</param>
    /// <param name="cacheEnabled">Whether converted weights are cached until the outermost block ends.</param>
    /// <exception cref="TorchException">Autocast does not support such devices.</exception>
    public static AutocastGuard Autocast(Device device, DType? dtype = null, bool enabled = true, bool? cacheEnabled = null)
    {
        if (device.Type is not (DeviceType.Cpu or DeviceType.Cuda))
        {
            var kind = new Device(device.Type);
            throw new TorchException(LibraryCalls.IsAtLeast(2, 4)
                ? $"User specified an unsupported autocast device_type '{kind}'"
                : "User specified autocast device_type must be 'cuda' or 'cpu'");
        }

        var now = AutocastCalls.State((int)device.Type);
        var fast = dtype ?? LibTorch.DType.Of(now.DType);
        var on = enabled && (device.Type == DeviceType.Cuda ? CanAutocastCuda(fast) : CanAutocastCpu(fast));
        var cache = cacheEnabled ?? now.Cache != 0;
        return new AutocastGuard(device.Type, new AutocastState(on ? 1 : 0, (int)fast.ScalarType, cache ? 1 : 0));
    }

    /// <summary>Whether autocast is on for the kind of device on the calling thread; <c>torch.is_autocast_enabled</c>.</summary>
    public static bool IsAutocastEnabled(Device device) => AutocastCalls.State((int)device.Type).Enabled != 0;

    /// <summary>The dtype in which autocast computes on the kind of device; <c>torch.get_autocast_dtype</c>.</summary>
    public static DType GetAutocastDType(Device device) => LibTorch.DType.Of(AutocastCalls.State((int)device.Type).DType);

    private static bool CanAutocastCuda(DType dtype)
    {
        if (!Cuda.IsAvailable())
        {
            Warnings.Warn(LibraryCalls.IsAtLeast(2, 7)
                ? "CUDA is not available or torch_xla is imported. Disabling autocast."
                : "User provided device_type of 'cuda', but CUDA is not available. Disabling");
            return false;
        }

        return dtype.ScalarType != ScalarType.BFloat16 || Cuda.IsBF16Supported()
            ? true
            : throw new TorchException("Current CUDA Device does not support bfloat16. Please switch dtype to float16.");
    }

    // Autocast on the CPU supports float16 since 2.4.
    private static bool CanAutocastCpu(DType dtype)
    {
        var half = LibraryCalls.IsAtLeast(2, 4);
        if (dtype.ScalarType == ScalarType.BFloat16 || (half && dtype.ScalarType == ScalarType.Float16))
        {
            return true;
        }

        Warnings.Warn("In CPU autocast, but the target dtype is not supported. Disabling autocast.\n"
            + (LibraryCalls.IsAtLeast(2, 7) ? "CPU Autocast only supports dtypes of " : "CPU Autocast only supports dtype of ")
            + (half ? "torch.bfloat16, torch.float16 currently." : "torch.bfloat16 currently."));
        return false;
    }
}
