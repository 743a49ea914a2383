using LibTorch.GpuCheck.Running;

namespace LibTorch.GpuCheck.Probes;

/// <summary>Compares products and convolutions of float32 at each precision setting.</summary>
internal static class Tf32Probe
{
    // The first architecture that multiplies in tf32.
    private const int Ampere = 8;

    public static void Run(Settings settings, Report report)
    {
        if (!settings.OnCuda)
        {
            Torch.SetNumThreads(1);
        }

        using BesidePython python = new(settings, report, "tf32");
        Torch.ManualSeed(0);
        Tensor a = Torch.Randn(256, 256).To(settings.Device), b = Torch.Randn(256, 256).To(settings.Device);
        Tensor images = Torch.Randn(8, 16, 20, 20).To(settings.Device), kernel = Torch.Randn(32, 16, 3, 3).To(settings.Device).RequiresGrad_();
        var products = Products(a, b, python);
        Torch.Backends.Cudnn.Deterministic = true;
        foreach (var allowed in new[] { true, false })
        {
            Torch.Backends.Cudnn.AllowTf32 = allowed;
            var result = Torch.Conv2d(images, kernel);
            python.Add($"a convolution, tf32 {allowed}", result);
            python.Add($"its gradient, tf32 {allowed}", Torch.Autograd.Grad([result.Sum()], [kernel])[0]!);
        }

        if (settings.OnCuda && Torch.Cuda.GetDeviceCapability(settings.Device).Major >= Ampere)
        {
            report.Check(products["high"] != products["highest"], "the device multiplies in tf32 where it may");
        }

        python.Compare("products and convolutions");
    }

    private static Dictionary<string, string> Products(Tensor a, Tensor b, BesidePython python)
    {
        Dictionary<string, string> bits = [];
        foreach (var precision in new[] { "high", "medium", "highest" })
        {
            Torch.SetFloat32MatmulPrecision(precision);
            bits[precision] = Bits.Of(a.Matmul(b));
            python.Add($"a product, {precision}", bits[precision]);
        }

        return bits;
    }
}
