using LibTorch.Examples.Running;
using LibTorch.NN;
using LibTorch.Optim;

namespace LibTorch.Examples.Training;

/// <summary>
/// A training's optional checkpoint file: the state from which a run continues, in C# or in Python, and the best weights.
/// </summary>
internal sealed class Checkpoint(TrainingRun run, Module<Tensor, Tensor> net, Optimizer optimizer, LRScheduler scheduler)
{
    private double _least = double.PositiveInfinity;

    /// <summary>A copy of the network with the best weights in validation so far.</summary>
    public Module<Tensor, Tensor> Best { get; private set; } = (Module<Tensor, Tensor>)net.DeepCopy();

    /// <summary>The epoch with the best weights; 0 before the first validation.</summary>
    public int BestEpoch { get; private set; }

    /// <summary>The position at which the training begins: that of the file, or the start if there is no file yet.</summary>
    /// <exception cref="CannotRunException">The file cannot be read or written, or belongs to another training.</exception>
    public TrainingPosition Begin()
    {
        var start = TrainingPosition.Now(1, 0, run.Options.Device);
        if (run.Options.Checkpoint is not { } path)
        {
            return start;
        }

        try
        {
            if (File.Exists(path))
            {
                return Read(path);
            }

            // Written now, so that an unwritable path fails before hours of training.
            Write(path, start);
            return start;
        }
        catch (Exception why) when (why is IOException or UnauthorizedAccessException or TorchFileException or TorchException
            or InvalidCastException or KeyNotFoundException or ArgumentException)
        {
            throw CannotRun(path, why.Message);
        }
    }

    /// <summary>Keeps the weights if they are the best so far.</summary>
    public void Consider(int epoch, double loss)
    {
        if (loss < _least)
        {
            (Best, BestEpoch, _least) = ((Module<Tensor, Tensor>)net.DeepCopy(), epoch, loss);
        }
    }

    /// <summary>
    /// Replaces the file. If that fails, as on a full disk, the old file stays, a line reports the failure, and the training continues.
    /// </summary>
    public void Save(TrainingPosition at)
    {
        if (run.Options.Checkpoint is not { } path)
        {
            return;
        }

        try
        {
            Write(path, at);
            run.IsSaved = true;
        }
        catch (Exception why) when (why is IOException or UnauthorizedAccessException)
        {
            run.IsSaved = false;
            run.Line($"--checkpoint {path}: {why.Message} The checkpoint before stays.");
        }
    }

    private void Write(string path, TrainingPosition at) => Torch.Save(
        new StateDictionary
        {
            ["epoch"] = at.Epoch,
            ["batch"] = at.Batch,
            ["samples"] = run.Options.Samples,
            ["order"] = at.Order,
            ["random"] = at.Random,
            ["net"] = net.StateDict(),
            ["optimizer"] = optimizer.StateDict(),
            ["scheduler"] = scheduler.StateDict(),
            ["best"] = new StateDictionary { ["epoch"] = BestEpoch, ["loss"] = _least, ["net"] = Best.StateDict() },
        },
        path);

    private TrainingPosition Read(string path)
    {
        // Loaded on the CPU: state is later copied to the parameters' device, and states of generators are CPU tensors.
        var saved = Torch.Load<StateDictionary>(path, mapLocation: Device.Cpu);
        if (saved["samples"] as long? != run.Options.Samples)
        {
            throw CannotRun(path, $"it is of a training with {(saved["samples"] is { } samples ? $"--samples {samples}" : "all samples")}.");
        }

        var best = saved.Get<StateDictionary>("best");
        net.LoadStateDict(saved.Get<StateDict>("net"));
        optimizer.LoadStateDict(saved.Get<StateDictionary>("optimizer"));
        scheduler.LoadStateDict(saved.Get<StateDictionary>("scheduler"));
        Best.LoadStateDict(best.Get<StateDict>("net"));
        (BestEpoch, _least) = (best.Get<int>("epoch"), best.Get<double>("loss"));
        var at = new TrainingPosition(saved.Get<int>("epoch"), saved.Get<long>("batch"), States("order"), States("random"));
        run.Line($"goes on in epoch {at.Epoch} after batch {at.Batch}");
        TrainingPosition.Restore(at.Order, run.Options.Device);
        return at;

        List<Tensor> States(string name) => saved.Get<List<object?>>(name).ConvertAll(one => (Tensor)one!);
    }

    /// <summary>Says in one line what is wrong with the file.</summary>
    public static CannotRunException CannotRun(string path, string why) =>
        new($"--checkpoint {path}: {string.Join(' ', why.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))}");
}
