using LibTorch.Examples.Running;
using LibTorch.NN;
using LibTorch.Optim;

namespace LibTorch.Examples.Training;

/// <summary>An optional checkpoint file, which C# and Python ranks can resume from: all ranks read it, and rank 0 writes it.</summary>
internal sealed class RanksCheckpoint(string? path, Module net, Optimizer optimizer, LRScheduler scheduler)
{
    /// <summary>Loads the file. Returns the epoch to begin with, which is the first one if there is no file yet.</summary>
    /// <exception cref="CannotRunException">The file cannot be read, or is of another training.</exception>
    public int Begin()
    {
        if (path is null || !File.Exists(path))
        {
            return 1;
        }

        try
        {
            var saved = Torch.Load<StateDictionary>(path, mapLocation: Device.Cpu);
            net.LoadStateDict(saved.Get<StateDict>("net"));
            optimizer.LoadStateDict(saved.Get<StateDictionary>("optimizer"));
            scheduler.LoadStateDict(saved.Get<StateDictionary>("scheduler"));
            return saved.Get<int>("epoch");
        }
        catch (Exception why) when (why is IOException or UnauthorizedAccessException or TorchException
            or InvalidCastException or KeyNotFoundException or ArgumentException)
        {
            throw Checkpoint.CannotRun(path, why.Message);
        }
    }

    /// <summary>Writes the file. An existing file is replaced when the new one is complete.</summary>
    /// <exception cref="CannotRunException">It cannot be written.</exception>
    public void Save(int epoch)
    {
        if (path is null)
        {
            return;
        }

        try
        {
            Torch.Save(
                new StateDictionary
                {
                    ["epoch"] = epoch,
                    ["net"] = net.StateDict(),
                    ["optimizer"] = optimizer.StateDict(),
                    ["scheduler"] = scheduler.StateDict(),
                },
                path);
        }
        catch (Exception why) when (why is IOException or UnauthorizedAccessException)
        {
            throw Checkpoint.CannotRun(path, why.Message);
        }
    }
}
