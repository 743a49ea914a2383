using System.Text;
using LibTorch.NN;
using LibTorch.NN.Parallel;
using LibTorch.Optim;
using LibTorch.Utils.Data;
using Dist = LibTorch.Torch.Distributed;

namespace LibTorch.Examples.Training;

/// <summary>One rank of several that train the convolutions on Fashion-MNIST together; fashion_ranks.py is the same in Python, line by line.</summary>
internal static class FashionRanks
{
    private const int ShownBatches = 50;

    /// <summary>Joins the group and trains. Rank 0 prints.</summary>
    /// <returns>Whether all ranks have the same weights in the end.</returns>
    /// <exception cref="TorchDistException">Another rank has ended, or did not join within the timeout.</exception>
    public static bool Train(TrainingOptions options, TextWriter output)
    {
        // With one thread, sums are added in one order.
        Torch.SetNumThreads(1);
        Torch.ManualSeed(0);
        var net = new FashionCnn();
        var (training, test) = (FashionMnist.Pictures("train", options), FashionMnist.Pictures("t10k", options));
        Dist.InitProcessGroup("gloo", timeout: TimeSpan.FromMinutes(5));
        var (rank, ranks) = (Dist.GetRank(), Dist.GetWorldSize());
        Action<string> write = rank == 0 ? output.WriteLine : _ => { };
        var run = new TrainingRun(options, write, new Progress<TrainingStep>(), CancellationToken.None);
        run.Introduce(net);
        var sampler = new DistributedSampler(training, ranks, rank);
        var loader = DataLoader.Create(training, batchSize: 64, sampler: sampler);
        var testLoader = DataLoader.Create(test, batchSize: 256, sampler: new DistributedSampler(test, ranks, rank, shuffle: false));
        run.Line($"{ranks} ranks, each with {sampler.Count} of {training.Count} pictures");
        var model = new DistributedDataParallel<Tensor, Tensor>(net);
        var optimizer = new Adam(model.Parameters(), lr: 0.001);
        var scheduler = new StepLR(optimizer, stepSize: 1, gamma: 0.7);

        // In the first pass, the reducer learns the order in which gradients are averaged from then on. This pass trains
        // nothing, so a resumed run uses the same order as one without interruption.
        model.Eval();
        model.Call(Torch.Zeros(1, 1, 28, 28)).Sum().Backward();
        optimizer.ZeroGrad();

        var checkpoint = new RanksCheckpoint(options.Checkpoint, net, optimizer, scheduler);
        var first = checkpoint.Begin();
        if (first > 1)
        {
            run.Line($"goes on in epoch {first}");
        }

        for (var epoch = first; epoch <= options.Epochs; epoch++)
        {
            // Seeds dropout for each rank and epoch, so a resumed run needs no saved random number state.
            Torch.ManualSeed((1000 * epoch) + rank);
            sampler.SetEpoch(epoch);
            model.Train();
            TrainEpoch(model, loader, optimizer, epoch, run);
            var (loss, accuracy) = Evaluate(model, testLoader);
            var rate = (double)optimizer.ParamGroups[0]["lr"]!;
            scheduler.Step();
            if (rank == 0)
            {
                checkpoint.Save(epoch + 1);
            }

            run.Line($"epoch {epoch}: test loss {TrainingRun.Digits(loss)}, accuracy {TrainingRun.Digits(accuracy)}, learning rate {TrainingRun.Digits(rate)}");
        }

        var fingerprint = TrainingRun.Fingerprint(net);
        var isSame = IsSame(fingerprint, ranks);
        run.Line($"trained weights {fingerprint}");
        run.Line(isSame ? $"the same weights on all {ranks} ranks" : "the ranks' weights differ");
        Dist.DestroyProcessGroup();
        return isSame;
    }

    private static void TrainEpoch(
        DistributedDataParallel<Tensor, Tensor> model, DataLoader<(Tensor Images, Tensor Labels)> loader, Adam optimizer, int epoch, TrainingRun run)
    {
        var batch = 0L;
        foreach (var (images, labels) in loader)
        {
            using var scope = new TensorScope();
            batch++;
            var loss = Functional.CrossEntropy(model.Call(images), labels);
            optimizer.ZeroGrad();
            loss.Backward();
            optimizer.Step();
            if (batch % ShownBatches == 0 || batch == loader.Count)
            {
                var mean = loss.Detach().Clone();
                Dist.AllReduce(mean);
                mean.Div_(Dist.GetWorldSize());
                run.Line($"epoch {epoch} batch {batch} of {loader.Count}: loss {TrainingRun.Digits(mean.Item<float>())}");
            }
        }
    }

    // Over the test data of all ranks. The first pass in evaluation mode gives all ranks rank 0's running means.
    private static (double Loss, double Accuracy) Evaluate(DistributedDataParallel<Tensor, Tensor> model, DataLoader<(Tensor Images, Tensor Labels)> loader)
    {
        var (loss, right, count) = FashionMnist.Sums(model, loader, Device.Cpu);
        double[] own = [loss, right, count];
        using var all = Torch.Tensor(own);
        Dist.AllReduce(all);
        var sums = all.ToArray<double>();
        return (sums[0] / sums[2], sums[1] / sums[2]);
    }

    // Sent as bytes, because objects are sent as JSON in C# and as pickles in Python.
    private static bool IsSame(string fingerprint, int ranks)
    {
        var own = Torch.Tensor(Encoding.ASCII.GetBytes(fingerprint));
        Tensor[] all = [.. Enumerable.Range(0, ranks).Select(_ => Torch.EmptyLike(own))];
        Dist.AllGather(all, own);
        return Array.TrueForAll(all, one => one.Equal(own));
    }
}
