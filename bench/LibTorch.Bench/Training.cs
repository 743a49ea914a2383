namespace LibTorch.Bench;

/// <summary>A network of two layers, trained with plain tensor operations.</summary>
internal static class Training
{
    private const double Rate = 0.01;

    public static Work Mlp()
    {
        var x = Torch.Randn(32, 784);
        var labels = (Torch.Arange(32) % 10).Reshape(32, 1);
        var w1 = (Torch.Randn(784, 128) * 0.05).RequiresGrad_();
        var b1 = Torch.Zeros([128], requiresGrad: true);
        var w2 = (Torch.Randn(128, 10) * 0.1).RequiresGrad_();
        var b2 = Torch.Zeros([10], requiresGrad: true);
        return new(
            n =>
            {
                for (var i = 0L; i < n; i++)
                {
                    Step(x, labels, w1, b1, w2, b2);
                }
            },
            () => (w1.Sum() + b2.Abs().Sum()).Item<float>());
    }

    private static void Step(Tensor x, Tensor labels, Tensor w1, Tensor b1, Tensor w2, Tensor b2)
    {
        using var product1 = x.Matmul(w1);
        using var sum1 = product1 + b1;
        using var hidden = sum1.Relu();
        using var product2 = hidden.Matmul(w2);
        using var sum2 = product2 + b2;
        using var logarithms = sum2.LogSoftmax(1);
        using var chosen = logarithms.Gather(1, labels);
        using var mean = chosen.Mean();
        using var loss = -mean;
        loss.Backward();
        using (Torch.NoGrad())
        {
            Update(w1);
            Update(b1);
            Update(w2);
            Update(b2);
        }
    }

    private static void Update(Tensor parameter)
    {
        using var gradient = parameter.Grad!;
        parameter.Sub_(gradient, alpha: Rate);
        gradient.Zero_();
    }
}
