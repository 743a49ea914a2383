using LibTorch.NN;
using LibTorch.Optim;

namespace LibTorch.Bench;

/// <summary>Saving and loading tensors.</summary>
internal static class Storing
{
    private const int Parts = 64;
    private const int PartSize = 1 << 20;
    private const int Many = 1000;

    public static Work Load(bool mmap)
    {
        var path = BenchFile.Shared("state.pt", path => Torch.Save(State(), path));
        return new(
            n =>
            {
                for (var i = 0L; i < n; i++)
                {
                    Dispose(Torch.Load<StateDict>(path, mmap: mmap));
                }
            },
            () => Ends(Torch.Load<StateDict>(path, mmap: mmap)));
    }

    public static Work Save()
    {
        var state = State();
        var path = BenchFile.Own("saved.pt");
        return new(
            n =>
            {
                for (var i = 0L; i < n; i++)
                {
                    Torch.Save(state, path);
                }
            },
            () =>
            {
                Torch.Save(state, path);
                return new FileInfo(path).Length;
            });
    }

    public static Work OneOfMany()
    {
        var path = BenchFile.Shared(
            "many.safetensors",
            path => SafeTensors.SaveFile(Enumerable.Range(0, Many).Select(i => KeyValuePair.Create($"t{i}", Torch.Full([1000], (float)i))), path));
        return new(
            n =>
            {
                for (var i = 0L; i < n; i++)
                {
                    One(path);
                }
            },
            () => One(path));
    }

    public static Work LoadArray()
    {
        var path = BenchFile.Shared("array.npy", path => NumPy.Save(path, Torch.Arange(1 << 24).Float()));
        return new(
            n =>
            {
                for (var i = 0L; i < n; i++)
                {
                    using var loaded = NumPy.Load(path);
                }
            },
            () => NumPy.Load(path)[^1].Item<float>());
    }

    /// <summary>Saves a network and its optimizer, and loads both again.</summary>
    public static Work Checkpoint()
    {
        var x = Torch.Randn(8, 256);
        Sequential net = [new Linear(256, 512), new ReLU(), new Linear(512, 256)];
        var optimizer = new Adam(net.Parameters());
        net.Call(x).Square().Mean().Backward();
        optimizer.Step();
        var path = BenchFile.Own("checkpoint.pt");
        return new(
            n =>
            {
                for (var i = 0L; i < n; i++)
                {
                    SaveAndLoad(net, optimizer, path);
                }
            },
            () =>
            {
                SaveAndLoad(net, optimizer, path);
                optimizer.Step();
                return (double)new FileInfo(path).Length + net.Call(x).Square().Mean().Item<float>();
            });
    }

    private static void SaveAndLoad(Sequential net, Adam optimizer, string path)
    {
        Torch.Save(new StateDictionary { ["net"] = net.StateDict(), ["optimizer"] = optimizer.StateDict() }, path);
        var saved = Torch.Load<StateDictionary>(path);
        net.LoadStateDict(saved.Get<StateDict>("net"));
        optimizer.LoadStateDict(saved.Get<StateDictionary>("optimizer"));
    }

    private static double One(string path)
    {
        using var file = SafeTensors.SafeOpen(path);
        using var tensor = file["t500"];
        return tensor.AsSpan<float>()[^1];
    }

    // 256 MiB.
    private static Dictionary<string, Tensor> State()
    {
        Dictionary<string, Tensor> state = [];
        for (var i = 0; i < Parts; i++)
        {
            state[$"layer{i}.weight"] = Torch.Full([PartSize], (float)i);
        }

        return state;
    }

    private static double Ends(StateDict state)
    {
        var sum = state.Values.Sum(tensor => (double)tensor.AsSpan<float>()[^1]);
        Dispose(state);
        return sum;
    }

    private static void Dispose(StateDict state)
    {
        foreach (var tensor in state.Values)
        {
            tensor.Dispose();
        }
    }
}
