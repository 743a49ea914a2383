using LibTorch.GpuCheck.Running;
using LibTorch.NN;

namespace LibTorch.GpuCheck.Probes;

/// <summary>Compares a training step of a small network under autocast: loss and gradients, bit for bit.</summary>
internal static class AutocastProbe
{
    public static void Run(Settings settings, Report report)
    {
        if (!settings.OnCuda)
        {
            Torch.SetNumThreads(1);
        }

        using BesidePython python = new(settings, report, "autocast");
        foreach (var dtype in DTypes(settings))
        {
            var (loss, leaves) = Step(settings.Device, dtype);
            python.Add($"{dtype} loss", loss);
            foreach (var (leaf, i) in leaves.Select((leaf, i) => (leaf, i)))
            {
                python.Add($"{dtype} gradient {i}", leaf.Grad!);
            }
        }

        python.Compare("losses and gradients under autocast");
    }

    // Some supported libtorch versions have no float16 autocast on the CPU.
    private static DType[] DTypes(Settings settings) =>
        !settings.OnCuda ? [DType.BFloat16]
        : Torch.Cuda.GetDeviceCapability(settings.Device).Major >= 8 ? [DType.Float16, DType.BFloat16]
        : [DType.Float16];

    private static (Tensor Loss, Tensor[] Leaves) Step(Device device, DType dtype)
    {
        Torch.ManualSeed(0);
        Tensor Draw(params long[] shape) => (Torch.Randn(shape) / 8).To(device);
        var x = Draw(32, 64);
        Tensor[] leaves = [Draw(128, 64).RequiresGrad_(), Draw(128).RequiresGrad_(), Draw(10, 128).RequiresGrad_(), Draw(10).RequiresGrad_()];
        var target = Torch.Arange(32, device: device) % 10;
        Tensor loss;
        using (Torch.Autocast(device, dtype))
        {
            var hidden = Functional.Relu(Functional.Linear(x, leaves[0], leaves[1]));
            hidden = Functional.LayerNorm(hidden, [128]);
            loss = Functional.CrossEntropy(Functional.Linear(hidden, leaves[2], leaves[3]), target);
        }

        loss.Backward();
        return (loss, leaves);
    }
}
