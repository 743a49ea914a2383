using System.Globalization;
using LibTorch.Examples.Running;
using LibTorch.Examples.Training;
using ScottPlot;

namespace LibTorch.Examples.Pictures;

/// <summary>Plots of the training programs' losses; each program is trained for a few seconds.</summary>
internal static class LossPictures
{
    private static readonly (string Name, int Epochs, int? Samples)[] Runs =
        [("diabetes", 12, null), ("text-transformer", 1, null), ("fashion-mlp", 1, 6000), ("fashion-cnn", 1, 2500)];

    public static IEnumerable<Picture> Draw(Device device) => Runs.Select(run =>
    {
        var program = TrainingProgram.All.Single(program => program.Name == run.Name);
        return Draw(program, new TrainingOptions(device, run.Epochs, run.Samples, Workers: 0, program.Data, Checkpoint: null));
    });

    /// <summary>Trains, and plots the loss of each batch.</summary>
    public static Picture Draw(TrainingProgram program, TrainingOptions options)
    {
        LossRecord losses = new();
        var title = $"The loss of {program.Name}";
        try
        {
            TrainingRunner.Train(program, new TrainingRun(options, _ => { }, losses, CancellationToken.None));
        }
        catch (CannotRunException why)
        {
            return new Picture(title, null, "", $"Not trained: {why.Message}");
        }

        var steps = losses.Steps;
        var x = Enumerable.Range(1, steps.Count).Select(step => (double)step).ToArray();
        var loss = steps.Select(step => step.Loss).ToArray();
        var isByEpoch = steps.All(step => step.Batches == 1);
        var plot = Drawing.Empty(isByEpoch ? "epoch" : "batch", "loss");
        plot.Axes.SetLimitsX(1, x[^1]);
        var each = plot.Add.ScatterLine(x, loss, isByEpoch ? Ink.First : Ink.First.WithAlpha(.6));
        each.LineWidth = isByEpoch ? 2.5f : 1.5f;
        if (!isByEpoch)
        {
            each.LegendText = "each batch";
            var mean = plot.Add.ScatterLine(x, Smooth(loss), Ink.Second);
            mean.LineWidth = 2.5f;
            mean.LegendText = "running mean";
            plot.ShowLegend(Alignment.UpperRight);
        }

        var description = $"A curve that falls from {NumberTable.Text(loss[0], "0.000")} to {NumberTable.Text(Smooth(loss)[^1], "0.000")} in {steps.Count} {(isByEpoch ? "epochs" : "batches")}.";
        return new Picture(
            title,
            plot.Svg(description, 300),
            description,
            $"{program.Description} {Epochs(options.Epochs)}{(options.Samples is { } samples ? $" of {samples.ToString("N0", CultureInfo.InvariantCulture)} samples" : "")}; in full with ./build.sh run {program.Name}.",
            new NumberTable(
                "The loss",
                [isByEpoch ? "epoch" : "batch", "loss"],
                [.. Enumerable.Range(0, 7).Select(k => k * (steps.Count - 1) / 6).Distinct().Select(k => new[] { $"{k + 1}", NumberTable.Text(loss[k], "0.0000") })]));
    }

    private static string Epochs(int count) => count == 1 ? "One epoch" : $"{count} epochs";

    // A moving average of the preceding losses, with larger weights for nearer ones.
    private static double[] Smooth(double[] losses)
    {
        var (sum, weight) = (0.0, 0.0);
        return [.. losses.Select(loss =>
        {
            (sum, weight) = (0.85 * sum + loss, 0.85 * weight + 1);
            return sum / weight;
        })];
    }
}
