using LibTorch.Interop;

namespace LibTorch;

public abstract partial class Torch
{
    public static partial class Autograd
    {
        /// <summary>Notes down where each operation was called, so that an error of its backward names the operation, the file and the line; <c>torch.autograd.detect_anomaly</c>.</summary>
        /// <param name="checkNan">Whether a gradient that is not a number is an error.</param>
        /// <remarks>For finding errors: every operation gets slower. The mode is the process's, not the thread's.</remarks>
        public static AnomalyMode DetectAnomaly(bool checkNan = true) => new(true, checkNan);

        /// <summary>As <see cref="DetectAnomaly"/>, on or off; without a using it stays so; <c>torch.autograd.set_detect_anomaly</c>.</summary>
        public static AnomalyMode SetDetectAnomaly(bool mode, bool checkNan = true) => new(mode, checkNan);

        /// <summary>Whether the mode is on; <c>torch.is_anomaly_enabled</c>.</summary>
        public static bool IsAnomalyEnabled() => AutogradCalls.AnomalyMode().Enabled;

        /// <summary>Whether it looks for gradients that are not numbers; <c>torch.is_anomaly_check_nan_enabled</c>.</summary>
        public static bool IsAnomalyCheckNanEnabled() => AutogradCalls.AnomalyMode().CheckNan;
    }
}
