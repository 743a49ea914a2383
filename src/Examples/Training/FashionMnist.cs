using System.IO.Compression;
using LibTorch.Examples.Running;
using LibTorch.NN;
using LibTorch.Optim;
using LibTorch.Utils.Data;

namespace LibTorch.Examples.Training;

/// <summary>Trains a classifier of Fashion-MNIST's pictures, and tests the weights with the best validation.</summary>
internal static class FashionMnist
{
    private const int ShownBatches = 100;
    private const double Mean = 0.2860;
    private const double Deviation = 0.3530;

    public static void Train(Func<Module<Tensor, Tensor>> make, TrainingRun run)
    {
        var options = run.Options;
        var net = make();
        net.To(options.Device);
        run.Introduce(net);
        var everything = Pictures("train", options);
        var heldBack = everything.Count / 10;
        var parts = Dataset.RandomSplit(everything, [everything.Count - heldBack, heldBack]);
        var loader = DataLoader.Create(parts[0], batchSize: 64, shuffle: true, numWorkers: options.Workers);
        var validationLoader = DataLoader.Create(parts[1], batchSize: 256);
        var optimizer = new Adam(net.Parameters(), lr: 0.001);
        var scheduler = new StepLR(optimizer, stepSize: 1, gamma: 0.7);
        var checkpoint = new Checkpoint(run, net, optimizer, scheduler);
        for (var at = checkpoint.Begin(); at.Epoch <= options.Epochs;)
        {
            var epoch = at.Epoch;
            net.Train();
            at = TrainEpoch(net, loader, optimizer, at, run);
            var (validated, accuracy) = Evaluate(net, validationLoader, options.Device);
            var rate = (double)optimizer.ParamGroups[0]["lr"]!;
            run.Line($"epoch {epoch}: validation loss {TrainingRun.Digits(validated)}, accuracy {TrainingRun.Digits(accuracy)}, learning rate {TrainingRun.Digits(rate)}");
            checkpoint.Consider(epoch, validated);
            if (at.Batch == loader.Count)
            {
                scheduler.Step();
                at = TrainingPosition.Now(epoch + 1, 0, options.Device);
            }

            checkpoint.Save(at);
            if (at.Batch > 0)
            {
                break;
            }

            if (epoch < options.Epochs && run.IsEnding)
            {
                run.Line($"ended after epoch {epoch} of {options.Epochs}");
                break;
            }
        }

        run.Line($"trained weights {TrainingRun.Fingerprint(net)}");
        var (tested, right) = Evaluate(checkpoint.Best, DataLoader.Create(Pictures("t10k", options), batchSize: 256), options.Device);
        run.Line($"test with the weights of epoch {checkpoint.BestEpoch}: loss {TrainingRun.Digits(tested)}, accuracy {TrainingRun.Digits(right)}");
    }

    // Trains one epoch, and returns the position reached.
    private static TrainingPosition TrainEpoch(
        Module<Tensor, Tensor> net, DataLoader<(Tensor Images, Tensor Labels)> loader, Adam optimizer, TrainingPosition from, TrainingRun run)
    {
        var (epoch, batch) = (from.Epoch, 0L);
        foreach (var (images, labels) in loader)
        {
            using var scope = new TensorScope();
            batch++;
            if (batch <= from.Batch)
            {
                // This batch was done in an earlier run. Its random state is restored here.
                TrainingPosition.Restore(from.Random, run.Options.Device);
                continue;
            }

            var loss = Functional.CrossEntropy(net.Call(images.To(run.Options.Device)), labels.To(run.Options.Device));
            optimizer.ZeroGrad();
            loss.Backward();
            optimizer.Step();
            var value = loss.Item<float>();
            run.Report(new TrainingStep(epoch, batch, loader.Count, value, labels.Shape[0]));
            if (batch % ShownBatches == 0 || batch == loader.Count)
            {
                run.Line($"epoch {epoch} batch {batch} of {loader.Count}: loss {TrainingRun.Digits(value)}");
            }

            if (run.IsEnding && batch < loader.Count)
            {
                run.Line($"ended in epoch {epoch} after batch {batch} of {loader.Count}");
                break;
            }
        }

        return TrainingPosition.Now(epoch, batch, run.Options.Device, from.Order);
    }

    /// <summary>The sum of the losses, how many pictures are recognised, and how many there are.</summary>
    public static (double Loss, long Right, long Count) Sums(Module<Tensor, Tensor> net, DataLoader<(Tensor Images, Tensor Labels)> loader, Device device)
    {
        net.Eval();
        var (total, right, count) = (0.0, 0L, 0L);
        using var mode = Torch.NoGrad();
        foreach (var (images, labels) in loader)
        {
            using var scope = new TensorScope();
            var outputs = net.Call(images.To(device));
            var expected = labels.To(device);
            total += Functional.CrossEntropy(outputs, expected, reduction: "sum").Item<float>();
            right += outputs.Argmax(dim: 1).Eq(expected).Sum().Item<long>();
            count += labels.Shape[0];
        }

        return (total, right, count);
    }

    /// <summary>The pictures and labels of one of the dataset's two parts.</summary>
    /// <exception cref="CannotRunException">They cannot be read.</exception>
    public static TensorDataset<(Tensor Images, Tensor Labels)> Pictures(string name, TrainingOptions options)
    {
        var count = options.Samples ?? int.MaxValue;
        using var images = Torch.Tensor(Read($"{name}-images-idx3", 16, options)).View(-1, 1, 28, 28);
        using var labels = Torch.Tensor(Read($"{name}-labels-idx1", 8, options));

        // In place: the results equal Python's, and no large temporary tensor waits for the garbage collector.
        return TensorDataset.Create(images[..count].Float().Div_(255).Sub_(Mean).Div_(Deviation), labels[..count].Long());
    }

    /// <summary>Looks whether there are any, by the smallest of the files.</summary>
    /// <exception cref="CannotRunException">There are none.</exception>
    public static void Require(TrainingOptions options) => _ = Read("t10k-labels-idx1", 8, options);

    private static (double Loss, double Accuracy) Evaluate(Module<Tensor, Tensor> net, DataLoader<(Tensor Images, Tensor Labels)> loader, Device device)
    {
        var (loss, right, count) = Sums(net, loader, device);
        return (loss / count, (double)right / count);
    }

    private static byte[] Read(string name, int header, TrainingOptions options)
    {
        try
        {
            using var file = new GZipStream(File.OpenRead(Path.Combine(options.Data, $"{name}-ubyte.gz")), CompressionMode.Decompress);
            using var bytes = new MemoryStream();
            file.CopyTo(bytes);
            return bytes.ToArray()[header..];
        }
        catch (Exception why) when (why is IOException or UnauthorizedAccessException or InvalidDataException or ArgumentException)
        {
            throw new CannotRunException($"--data {options.Data}: {why.Message} Debian's package dataset-fashion-mnist has the data.");
        }
    }
}
