using System.Text.Json.Nodes;
using LibTorch.GpuCheck.Running;

namespace LibTorch.GpuCheck.Gradients;

/// <summary>Compares gradients in float64 on the device with those on one thread of the CPU, from the same numbers.</summary>
/// <remarks>
/// The two add in different orders and round elementary functions differently in the last bit. Sums here have at most some thousand terms
/// and matrices are well conditioned. The allowed difference of 10,000 roundings (2e-12) of the gradient's largest element is far more than
/// rounding can cause, and far less than any wrong formula or a float32 computation (1e-7) would.
/// </remarks>
internal static class GradientsPart
{
    private const double Allowed = 2e-12;

    public static void Run(Settings settings, Report report)
    {
        var worst = 0.0;
        JsonObject figures = [];
        report.Figures["apart"] = figures;
        report.Figures["allowed"] = Allowed;
        foreach (var function in Functions.All)
        {
            if (settings.Time.IsOver)
            {
                report.Say($"       the time was over after {figures.Count} functions");
                break;
            }

            try
            {
                using TensorScope scope = new();
                var apart = Apart(function, settings.Device);
                worst = Math.Max(worst, apart);
                figures[function.Name] = FormattableString.Invariant($"{apart:0.0e+00}");
                if (!(apart <= Allowed))
                {
                    report.Check(false, FormattableString.Invariant($"{function.Name}: {apart:0.0e+00} apart, {Allowed:0.0e+00} allowed"));
                }
            }
            catch (TorchException error)
            {
                report.Check(false, $"{function.Name}: {error.Message}");
            }
        }

        report.Check(worst <= Allowed && figures.Count > 0, FormattableString.Invariant($"{figures.Count} functions: at most {worst:0.0e+00} of the largest element apart, {Allowed:0.0e+00} allowed"));
    }

    // The largest difference of the value and of each gradient, relative to the largest element of each.
    private static double Apart(Function function, Device device)
    {
        var threads = Torch.GetNumThreads();
        Torch.SetNumThreads(1);
        var cpu = On(function, Torch.Device("cpu"));
        Torch.SetNumThreads(threads);
        var other = On(function, device);
        return cpu.Zip(other, Distance).Max();
    }

    // Numbers are drawn on the CPU, because each device's generator gives different ones.
    private static List<Tensor> On(Function function, Device device)
    {
        Torch.ManualSeed(0);
        List<Tensor> leaves = [.. function.Inputs.Select(shape => Torch.Randn(shape, dtype: DType.Float64).To(device).RequiresGrad_())];
        var y = function.Of([.. leaves]);
        var weights = Torch.Randn([.. y.Shape], dtype: DType.Float64).To(device);
        (y * weights).Sum().Backward();
        return [y.Detach().Cpu(), .. leaves.Select(leaf => leaf.Grad!.Cpu())];
    }

    private static double Distance(Tensor expected, Tensor actual)
    {
        var largest = Math.Max(expected.Abs().Max().Item<double>(), double.Epsilon);
        return (expected - actual).Abs().Max().Item<double>() / largest;
    }
}
