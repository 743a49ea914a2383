using LibTorch.Interop;

namespace LibTorch;

public abstract partial class Torch
{
    public static partial class Autograd
    {
        /// <summary>
        /// Records where each operation was called, so that an error in its backward names the operation, the file and the line;
        /// <c>torch.autograd.detect_anomaly</c>.
        /// </summary>
        /// <param name="checkNan">Whether a gradient with NaN is an error.</param>
        /// <remarks>For debugging: every operation gets slower. The mode is process-wide, not per thread.</remarks>
        public static AnomalyMode DetectAnomaly(bool checkNan = true) => new(true, checkNan);

        /// <summary>
        /// Switches anomaly detection on or off; <c>torch.autograd.set_detect_anomaly</c>. Without a using the setting stays.
        /// </summary>
        public static AnomalyMode SetDetectAnomaly(bool mode, bool checkNan = true) => new(mode, checkNan);

        /// <summary>Whether anomaly detection is on; <c>torch.is_anomaly_enabled</c>.</summary>
        public static bool IsAnomalyEnabled() => AutogradCalls.AnomalyMode().Enabled;

        /// <summary>Whether anomaly detection looks for NaN in gradients; <c>torch.is_anomaly_check_nan_enabled</c>.</summary>
        public static bool IsAnomalyCheckNanEnabled() => AutogradCalls.AnomalyMode().CheckNan;
    }
}
