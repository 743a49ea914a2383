using static TorchSharp.torch;

namespace LibTorch.Bench;

/// <summary>A network of two layers, trained with plain tensor operations.</summary>
internal static class Training
{
    private const double Rate = 0.01;

    public static Work Mlp()
    {
        var x = randn(32, 784);
        var labels = (arange(32) % 10).reshape(32, 1);
        var w1 = (randn(784, 128) * 0.05).requires_grad_();
        var b1 = zeros([128], requires_grad: true);
        var w2 = (randn(128, 10) * 0.1).requires_grad_();
        var b2 = zeros([10], requires_grad: true);
        return new(
            n =>
            {
                for (var i = 0L; i < n; i++)
                {
                    Step(x, labels, w1, b1, w2, b2);
                }
            },
            () => (w1.sum() + b2.abs().sum()).item<float>());
    }

    private static void Step(Tensor x, Tensor labels, Tensor w1, Tensor b1, Tensor w2, Tensor b2)
    {
        using var product1 = x.matmul(w1);
        using var sum1 = product1 + b1;
        using var hidden = sum1.relu();
        using var product2 = hidden.matmul(w2);
        using var sum2 = product2 + b2;
        using var logarithms = sum2.log_softmax(1);
        using var chosen = logarithms.gather(1, labels);
        using var mean = chosen.mean();
        using var loss = -mean;
        loss.backward();
        using (no_grad())
        {
            Update(w1);
            Update(b1);
            Update(w2);
            Update(b2);
        }
    }

    private static void Update(Tensor parameter)
    {
        using var gradient = parameter.grad!;
        parameter.add_(gradient, -Rate);
        gradient.zero_();
    }
}
