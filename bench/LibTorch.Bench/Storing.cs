using LibTorch.NN;
using LibTorch.Optim;

namespace LibTorch.Bench;

/// <summary>Saving and loading tensors, in a file system in memory where there is one, so that the disk's speed is not measured.</summary>
internal static class Storing
{
    private const int Parts = 64;
    private const int PartSize = 1 << 20;
    private const int Many = 1000;

    public static Work Load(bool mmap)
    {
        var file = new OwnFile("state.pt");
        Torch.Save(State(), file.Path);
        return new(
            n =>
            {
                for (var i = 0L; i < n; i++)
                {
                    Dispose(Torch.Load<StateDict>(file.Path, mmap: mmap));
                }
            },
            () => Ends(Torch.Load<StateDict>(file.Path, mmap: mmap)));
    }

    public static Work Save()
    {
        var state = State();
        var file = new OwnFile("saved.pt");
        return new(
            n =>
            {
                for (var i = 0L; i < n; i++)
                {
                    Torch.Save(state, file.Path);
                }
            },
            () =>
            {
                Torch.Save(state, file.Path);
                return new FileInfo(file.Path).Length;
            });
    }

    public static Work OneOfMany()
    {
        var file = new OwnFile("many.safetensors");
        SafeTensors.SaveFile(Enumerable.Range(0, Many).Select(i => KeyValuePair.Create($"t{i}", Torch.Full([1000], i))), file.Path);
        return new(
            n =>
            {
                for (var i = 0L; i < n; i++)
                {
                    One(file.Path);
                }
            },
            () => One(file.Path));
    }

    public static Work LoadArray()
    {
        var file = new OwnFile("array.npy");
        NumPy.Save(file.Path, Torch.Arange(1 << 24).Float());
        return new(
            n =>
            {
                for (var i = 0L; i < n; i++)
                {
                    using var loaded = NumPy.Load(file.Path);
                }
            },
            () => NumPy.Load(file.Path)[^1].Item<float>());
    }

    /// <summary>Saves a network and its optimizer, and loads both again.</summary>
    public static Work Checkpoint()
    {
        var x = Torch.Randn(8, 256);
        Sequential net = [new Linear(256, 512), new ReLU(), new Linear(512, 256)];
        var optimizer = new Adam(net.Parameters());
        net.Call(x).Square().Mean().Backward();
        optimizer.Step();
        var file = new OwnFile("checkpoint.pt");
        return new(
            n =>
            {
                for (var i = 0L; i < n; i++)
                {
                    SaveAndLoad(net, optimizer, file.Path);
                }
            },
            () =>
            {
                SaveAndLoad(net, optimizer, file.Path);
                optimizer.Step();
                return (double)new FileInfo(file.Path).Length + net.Call(x).Square().Mean().Item<float>();
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

    /// <summary>A temporary file that is deleted when the process ends.</summary>
    private sealed class OwnFile
    {
        private const string MemoryFiles = "/dev/shm";

        public OwnFile(string name)
        {
            var folder = Directory.CreateDirectory(System.IO.Path.Combine(Directory.Exists(MemoryFiles) ? MemoryFiles : System.IO.Path.GetTempPath(), $"bench-{Environment.ProcessId}"));
            Path = System.IO.Path.Combine(folder.FullName, name);
            AppDomain.CurrentDomain.ProcessExit += (_, _) =>
            {
                if (folder.Exists)
                {
                    folder.Delete(recursive: true);
                    folder.Refresh();
                }
            };
        }

        public string Path { get; }
    }
}
