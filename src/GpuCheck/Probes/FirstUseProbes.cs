using LibTorch.GpuCheck.Running;

namespace LibTorch.GpuCheck.Probes;

/// <summary>Probes in which CUDA is first used late, after other work.</summary>
internal static class FirstUseProbes
{
    // In float64, sums of some hundred terms differ only by roundings, whatever the order of a kernel's additions.
    private const double Allowed = 1e-10;

    private const int Elements = 1 << 20, Copies = 20;

    public static void FirstTensor(Settings settings, Report report)
    {
        // Here libtorch determines, once for the process, whether there is CUDA.
        var cpu = Gradient(Torch.Device("cpu"));
        using var first = Torch.Ones([3], device: settings.Device);
        report.Check(first.Sum().Item<float>() == 3, "the first CUDA tensor can be computed with");
        var apart = (Gradient(settings.Device) - cpu).Abs().Max().Item<double>();
        report.Figures["apart"] = apart;
        report.Check(apart <= Allowed, FormattableString.Invariant($"the convolution's gradient on the device is {apart:0.0e+00} from the CPU's, {Allowed:0.0e+00} allowed"));
    }

    public static void Pinning(Settings settings, Report report)
    {
        using (var pinned = Torch.Ones([Elements]).PinMemory())
        {
            report.Check(pinned.IsPinned(), "memory is pinned before anything else of CUDA was used");
        }

        var right = 0;
        for (var i = 0; i < Copies; i++)
        {
            var pinned = Torch.Full([Elements], i + 1.0).PinMemory();
            using var there = pinned.To(settings.Device, nonBlocking: true);
            // libtorch must not reuse the memory before the copy is complete.
            pinned.Dispose();
            using var next = Torch.Full([Elements], -1.0).PinMemory();
            right += there.Sum().Item<float>() == (i + 1f) * Elements ? 1 : 0;
        }

        report.Check(right == Copies, $"{right} of {Copies} copies of pinned memory that was disposed of at once are right");
    }

    private static Tensor Gradient(Device device)
    {
        Torch.ManualSeed(0);
        var x = Torch.Randn([2, 3, 9, 9], dtype: DType.Float64).To(device);
        var weight = Torch.Randn([4, 3, 3, 3], dtype: DType.Float64).To(device).RequiresGrad_();
        Torch.Conv2d(x, weight).Tanh().Sum().Backward();
        return weight.Grad!.Cpu();
    }
}
