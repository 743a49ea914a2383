// One rank that trains the given number of steps.
using System.Globalization;
using LibTorch.NN.Parallel;
using Dist = LibTorch.Torch.Distributed;

Dist.InitProcessGroup(timeout: TimeSpan.FromSeconds(60));
DistributedDataParallel<Tensor, Tensor> model = new(new Linear(1000, 250));
for (var step = 0; step < int.Parse(args[0], CultureInfo.InvariantCulture); step++)
{
    model.Call(Torch.Ones(2, 1000)).Sum().Backward();
}

Dist.DestroyProcessGroup();
