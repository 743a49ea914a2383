using System.Globalization;
using System.IO.Compression;
using LibTorch.Examples.Running;
using LibTorch.NN;
using LibTorch.Optim;

namespace LibTorch.Examples.Training;

/// <summary>Predicts the progression of diabetes after a year from ten measurements: regression by LBFGS in float64.</summary>
internal sealed partial class Diabetes : Module<Tensor, Tensor>
{
    private readonly Linear _hidden = new(10, 8);
    private readonly Linear _out = new(8, 1);

    public static void Train(TrainingRun run)
    {
        var (options, device) = (run.Options, run.Options.Device);
        var measurements = Standard(Table("diabetes_data_raw.csv.gz", options)).To(device);
        var progress = Standard(Table("diabetes_target.csv.gz", options)).Squeeze(1).To(device);
        var order = Torch.Randperm(progress.Shape[0]);
        var heldBack = progress.Shape[0] / 5;
        var (test, training) = (order[..(int)heldBack], order[(int)heldBack..]);

        var net = new Diabetes();
        net.Double().To(device);
        run.Introduce(net);
        var optimizer = new LBFGS(net.Parameters(), lr: 1, maxIter: 10, lineSearchFn: "strong_wolfe");
        for (var epoch = 1; epoch <= options.Epochs && !run.IsEnding; epoch++)
        {
            var loss = optimizer.Step(() =>
            {
                optimizer.ZeroGrad();
                var sum = Functional.MseLoss(net.Call(measurements[training]), progress[training]);
                foreach (var parameter in net.Parameters())
                {
                    sum += 0.01 * parameter.Square().Sum();
                }

                sum.Backward();
                return sum;
            });
            var value = loss!.Item<double>();
            run.Report(new TrainingStep(epoch, 1, 1, value, training.Shape[0]));
            run.Line($"epoch {epoch}: loss {TrainingRun.Digits(value)}");
        }

        run.Line($"trained weights {TrainingRun.Fingerprint(net)}");
        using var mode = Torch.NoGrad();
        var error = Functional.MseLoss(net.Call(measurements[test]), progress[test]);
        run.Line($"test: {TrainingRun.Digits(1 - (error / progress[test].Var(unbiased: false)).Item<double>())} of the variance explained");
    }

    public override Tensor Forward(Tensor measurements) => _out.Call(Torch.Tanh(_hidden.Call(measurements))).Squeeze(1);

    private static Tensor Table(string name, TrainingOptions options)
    {
        try
        {
            using var file = new StreamReader(new GZipStream(File.OpenRead(Path.Combine(options.Data, name)), CompressionMode.Decompress));
            List<double[]> lines = [];
            while (file.ReadLine() is { } line && lines.Count < (options.Samples ?? int.MaxValue))
            {
                lines.Add([.. line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => double.Parse(word, CultureInfo.InvariantCulture))]);
            }

            return Torch.Tensor(lines.ToArray());
        }
        catch (Exception why) when (why is IOException or UnauthorizedAccessException or InvalidDataException or FormatException)
        {
            throw new CannotRunException($"--data {options.Data}: {why.Message} Debian's package python3-sklearn has the data.");
        }
    }

    private static Tensor Standard(Tensor values) => (values - values.Mean(dim: 0)) / values.Std(dim: 0);
}
