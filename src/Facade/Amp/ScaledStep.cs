namespace LibTorch;

/// <summary>The state of one optimizer's step under a scaler.</summary>
internal sealed class ScaledStep
{
    /// <summary>What has been done so far.</summary>
    public ScaledStage Stage { get; set; }

    /// <summary>For each device, a number that is not zero if a gradient there is not finite.</summary>
    public Dictionary<Device, Tensor> FoundInf { get; set; } = [];

    /// <summary>A new tensor on the device, not zero if any gradient on any device is not finite.</summary>
    public Tensor FoundInfOn(Device device) => Sum(FoundInf.Values, device);

    /// <summary>The sum of at least one number, as a new tensor on the device.</summary>
    public static Tensor Sum(IEnumerable<Tensor> numbers, Device device)
    {
        Tensor? sum = null;
        foreach (var number in numbers)
        {
            if (sum is null)
            {
                sum = number.To(device, nonBlocking: true, copy: true);
            }
            else
            {
                using var here = number.To(device, nonBlocking: true, copy: true);
                sum.Add_(here);
            }
        }

        return sum ?? throw new TorchException("No inf checks were recorded for this optimizer.");
    }
}
