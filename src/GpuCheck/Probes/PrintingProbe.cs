using LibTorch.GpuCheck.Running;

namespace LibTorch.GpuCheck.Probes;

/// <summary>Compares printed tensors of the device.</summary>
internal static class PrintingProbe
{
    private static readonly DType[] DTypes =
    [
        DType.Float16, DType.BFloat16, DType.Float32, DType.Float64, DType.Complex64, DType.Complex128, DType.Int64, DType.UInt8, DType.Bool,
    ];

    public static void Run(Settings settings, Report report)
    {
        using BesidePython python = new(settings, report, "printing");
        foreach (var dtype in DTypes)
        {
            Torch.ManualSeed(1);
            var x = (Torch.Randn([3, 4], dtype: dtype.IsComplex ? dtype : DType.Float32) * 5).To(settings.Device, dtype);
            python.Add($"{dtype}", x.ToString());
            python.Add($"{dtype}, a single one", x[0, 0].ToString());
            if (dtype.IsFloatingPoint)
            {
                python.Add($"{dtype}, from small to large", (x * Torch.Tensor([1e-3, 1, 100, 1e4]).To(settings.Device, dtype)).ToString());
                python.Add($"{dtype}, none", (x / 0).ToString());
                python.Add($"{dtype}, many", x.Repeat(100, 10).ToString());
                python.Add($"{dtype}, a graph", (x.RequiresGrad_() * 2).ToString());
            }
        }

        python.Add("empty", Torch.Empty([0, 3], device: settings.Device).ToString());
        python.Compare("texts");
    }
}
