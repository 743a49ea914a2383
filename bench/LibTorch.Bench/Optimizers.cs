using LibTorch.NN;
using LibTorch.Optim;

namespace LibTorch.Bench;

/// <summary>Adam's step alone, and in the training of a small network of modules.</summary>
internal static class Optimizers
{
    /// <summary>A step over four tensors of this size.</summary>
    public static Work Step(int size)
    {
        Tensor[] parameters = [.. Enumerable.Range(0, 4).Select(_ => new Parameter(Torch.Randn(size)))];
        foreach (var parameter in parameters)
        {
            parameter.Grad = Torch.Randn(size);
        }

        var optimizer = new Adam(parameters);
        return new(
            n =>
            {
                for (var i = 0L; i < n; i++)
                {
                    optimizer.Step();
                }
            },
            () => TrainingLoop.Rounded(parameters.Sum(parameter => parameter.Mean().Item<float>())));
    }

    /// <summary>A whole step of a 64-128-10 network.</summary>
    public static Work Training()
    {
        Sequential net = [new Linear(64, 128), new ReLU(), new Linear(128, 10)];
        var loss = new CrossEntropyLoss();
        var (x, labels) = (Torch.Randn(64, 64), Torch.Arange(64) % 10);
        return TrainingLoop.Adam(net, () => loss.Call(net.Call(x), labels));
    }
}
