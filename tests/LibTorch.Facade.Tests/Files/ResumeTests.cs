using LibTorch.NN;
using LibTorch.Optim;

namespace LibTorch.Tests.Files;

/// <summary>Training that goes on in the other language from a checkpoint ends where it would have ended in one.</summary>
[Collection(ProcessWideState.Name)]
public sealed class ResumeTests(PythonSession python)
{
    // The number is not called "step": Python writes that text, which an optimizer's state has too, anew where the state came from a file.
    private const string Python = """
        def begin(name, seed=0):
            torch.manual_seed(seed)
            net = nn.Sequential(nn.Linear(4, 8), nn.BatchNorm1d(8), nn.Tanh(), nn.Linear(8, 1))
            opt = {'SGD': lambda p: torch.optim.SGD(p, lr=0.05, momentum=0.9), 'Adam': lambda p: torch.optim.Adam(p, lr=0.01, amsgrad=True),
                   'AdamW': lambda p: torch.optim.AdamW(p, lr=0.01), 'RMSprop': lambda p: torch.optim.RMSprop(p, lr=0.01, momentum=0.5)}[name](net.parameters())
            return net, opt, torch.optim.lr_scheduler.StepLR(opt, 10)
        def train(run, first, last):
            net, opt, sched = run
            for step in range(first, last):
                torch.manual_seed(step)
                x = torch.randn(16, 4)
                opt.zero_grad()
                ((net(x) - x.sum(1, keepdim=True)) ** 2).mean().backward()
                opt.step()
                sched.step()
        def write(run, path, step):
            net, opt, sched = run
            torch.save({'net': net.state_dict(), 'opt': opt.state_dict(), 'sched': sched.state_dict(), 'epoch': step}, path)
        def read(run, path):
            checkpoint = torch.load(path)
            for one, name in zip(run, ('net', 'opt', 'sched')): one.load_state_dict(checkpoint[name])
            return checkpoint['epoch']

        """;

    [Theory]
    [InlineData("SGD")]
    [InlineData("Adam")]
    [InlineData("AdamW")]
    [InlineData("RMSprop")]
    public void Both_ways_round(string name)
    {
        using var files = new SavedFiles();
        foreach (var folder in new[] { "straight", "half", "whole", "half2", "whole2" })
        {
            Directory.CreateDirectory(files.Path(folder));
        }

        string Path(string folder) => files.Path($"{folder}/run.pt");
        string Quoted(string folder) => SavedFiles.Quoted(Path(folder));
        python.Run(Python + $"a = begin('{name}')\ntrain(a, 0, 50)\nwrite(a, {Quoted("straight")}, 50)\nb = begin('{name}')\ntrain(b, 0, 25)\nwrite(b, {Quoted("half")}, 25)");
        var resumed = Begin(name, 1);
        Train(resumed, Read(resumed, Path("half")), 50);
        Write(resumed, Path("whole"), 50);
        SavedFiles.AssertSame(python, Path("straight"), Path("whole"));

        var begun = Begin(name, 0);
        Train(begun, 0, 25);
        Write(begun, Path("half2"), 25);
        SavedFiles.AssertSame(python, Path("half"), Path("half2"));
        python.Run(Python + $"c = begin('{name}', 1)\ntrain(c, read(c, {Quoted("half2")}), 50)\nwrite(c, {Quoted("whole2")}, 50)");
        SavedFiles.AssertSame(python, Path("straight"), Path("whole2"));
    }

    private static (Sequential Net, Optimizer Optimizer, LRScheduler Scheduler) Begin(string name, int seed)
    {
        Torch.ManualSeed(seed);
        Sequential net = [new Linear(4, 8), new BatchNorm1d(8), new Tanh(), new Linear(8, 1)];
        Optimizer optimizer = name switch
        {
            "SGD" => new SGD(net.Parameters(), lr: 0.05, momentum: 0.9),
            "Adam" => new Adam(net.Parameters(), lr: 0.01, amsgrad: true),
            "AdamW" => new AdamW(net.Parameters(), lr: 0.01),
            _ => new RMSprop(net.Parameters(), lr: 0.01, momentum: 0.5),
        };
        return (net, optimizer, new StepLR(optimizer, 10));
    }

    private static void Train((Sequential Net, Optimizer Optimizer, LRScheduler Scheduler) run, int first, int last)
    {
        for (var step = first; step < last; step++)
        {
            Torch.ManualSeed(step);
            var x = Torch.Randn(16, 4);
            run.Optimizer.ZeroGrad();
            (run.Net.Call(x) - x.Sum(1, keepDim: true)).Pow(2).Mean().Backward();
            run.Optimizer.Step();
            run.Scheduler.Step();
        }
    }

    private static void Write((Sequential Net, Optimizer Optimizer, LRScheduler Scheduler) run, string path, int step) => Torch.Save(
        new StateDictionary { ["net"] = run.Net.StateDict(), ["opt"] = run.Optimizer.StateDict(), ["sched"] = run.Scheduler.StateDict(), ["epoch"] = step }, path);

    private static int Read((Sequential Net, Optimizer Optimizer, LRScheduler Scheduler) run, string path)
    {
        var checkpoint = Torch.Load<StateDictionary>(path);
        run.Net.LoadStateDict(checkpoint.Get<StateDict>("net"));
        run.Optimizer.LoadStateDict(checkpoint.Get<StateDictionary>("opt"));
        run.Scheduler.LoadStateDict(checkpoint.Get<StateDictionary>("sched"));
        return checkpoint.Get<int>("epoch");
    }
}
