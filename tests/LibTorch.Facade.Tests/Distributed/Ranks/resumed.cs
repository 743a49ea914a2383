// One rank that resumes training from its checkpoint: resumed.dll CHECKPOINT STEPS [STEP]. At STEP the last rank is killed.
using System.Diagnostics;
using System.Globalization;
using LibTorch.Distributed;
using LibTorch.NN.Parallel;
using LibTorch.Optim;
using Dist = LibTorch.Torch.Distributed;

const int Interval = 3;
var (path, steps) = (args[0], int.Parse(args[1], CultureInfo.InvariantCulture));
var killedAt = args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : -1;

Dist.InitProcessGroup(timeout: TimeSpan.FromSeconds(20));
var rank = Dist.GetRank();
Torch.ManualSeed(1);
DistributedDataParallel<Tensor, Tensor> model = new(new Sequential(new Linear(6, 16), new Tanh(), new Linear(16, 4)));
Adam optimizer = new(model.Parameters(), lr: 0.01);
var first = 0;
if (File.Exists(path))
{
    var saved = Torch.Load<StateDictionary>(path);
    model.LoadStateDict(saved.Get<StateDict>("model"));
    optimizer.LoadStateDict(saved.Get<StateDictionary>("optimizer"));
    first = saved.Get<int>("step");
}

try
{
    for (var step = first; step < steps; step++)
    {
        Torch.ManualSeed(100 * step + rank);
        var (x, y) = (Torch.Randn(8, 6), Torch.Randn(8, 4));
        var loss = Functional.MseLoss(model.Call(x), y);
        if (step == killedAt && rank == Dist.GetWorldSize() - 1)
        {
            Process.GetCurrentProcess().Kill();
        }

        optimizer.ZeroGrad();
        loss.Backward();
        optimizer.Step();
        Console.WriteLine($"{step} {loss.Item<float>().ToString("R", CultureInfo.InvariantCulture)}");
        if (rank == 0 && (step + 1) % Interval == 0)
        {
            Torch.Save(new StateDictionary { ["model"] = model.StateDict(), ["optimizer"] = optimizer.StateDict(), ["step"] = step + 1 }, path);
        }
    }
}
catch (TorchDistException error)
{
    Console.WriteLine(error.GetType().Name);
}

Dist.DestroyProcessGroup();
