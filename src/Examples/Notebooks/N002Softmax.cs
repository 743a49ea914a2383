using LibTorch.Examples.Rules;
using LibTorch.NN;
using static LibTorch.Torch;

namespace LibTorch.Examples.Notebooks;

/// <summary>Notebook 002: the Jacobian of softmax, and the chain rule through a graph.</summary>
/// <remarks>The notebook's numpy arrays are tensors on the CPU here, printed as numpy prints them.</remarks>
internal sealed class N002Softmax(Device device, Draws draws) : Notebook(device, draws)
{
    protected override void Cells()
    {
        Tensor x = null!, y = null!, z = null!, o = null!, v = null!, l = null!, k = null!;

        In(1, () =>
        {
            Tensor SoftmaxOf(Tensor z)
            {
                z.Sub_(z.Max());
                return (Exp(z).T / Sum(Exp(z), dim: 0)).T;
            }

            Tensor JacobianOf(Tensor s)
            {
                var jacobian = Diag(s);
                for (var i = 0; i < jacobian.Shape[0]; i++)
                {
                    for (var j = 0; j < jacobian.Shape[0]; j++)
                    {
                        jacobian[i, j] = i == j ? s[i] * (1 - s[i]) : -s[i] * s[j];
                    }
                }

                return jacobian;
            }

            var x = Torch.Tensor([-1.3, 0.5, 2.1]);

            var sx = SoftmaxOf(x);
            Print($"X:\n{NumPy(x)} \t \nS:\n{NumPy(sx)}");
            Print("J:\n", NumPy(JacobianOf(sx)));
        })
        .Note("the subtraction is in place: X prints as what softmax left of it")
        .OutTogether(
            "X:\n[-3.4 -1.6  0. ] \t \nS:\n[0.02701699 0.16344326 0.80953975]\n"
            + "J:\n [[ 0.02628707 -0.00441574 -0.02187133]\n [-0.00441574  0.13672956 -0.13231381]\n"
            + " [-0.02187133 -0.13231381  0.15418514]]");

        In(2, () =>
        {
            x = Ones([2, 2], requiresGrad: true, device: Device);
            Print(x);

            static Tensor F(Tensor x) => x * 2;
            static Tensor G(Tensor x) => x.Sum();

            var fx = F(x);
            Print(fx);
            var gfx = G(fx);
            Print(gfx);
            gfx.Backward();
            Print(x.Grad);
        }).Out(
            "tensor([[1., 1.],\n        [1., 1.]], requires_grad=True)",
            "tensor([[2., 2.],\n        [2., 2.]], grad_fn=<MulBackward0>)",
            "tensor(8., grad_fn=<SumBackward0>)",
            "tensor([[2., 2.],\n        [2., 2.]])");

        In(3, () =>
        {
            y = x + 2;
            return y;
        }).Out("tensor([[3., 3.],\n        [3., 3.]], grad_fn=<AddBackward0>)");

        In(4, () =>
        {
            z = y * y * 3;
            Print(z);
            o = z.Mean();
            return o;
        }).Out(
            "tensor([[27., 27.],\n        [27., 27.]], grad_fn=<MulBackward0>)",
            "tensor(27., grad_fn=<MeanBackward0>)");

        In(5, () =>
        {
            x = Draw(
                Randn(3, requiresGrad: true, device: Device),
                recovered: [-334.0398f / 1024, -726.5619f / 1024, 751.9890f / 1024]);

            y = x * 2;
            while (y.Data.Norm() < 1000)
            {
                y = y * 2;
            }

            Print(y);
        })
        .Note("the draw is recovered from what was printed: doubling is exact, and y is 1024 x")
        .Out("tensor([-334.0398, -726.5619,  751.9890], grad_fn=<MulBackward0>)");

        In(6, () =>
        {
            v = Torch.Tensor([0.1f, 1.0f, 0.0001f], device: Device);
            y.Backward(v);

            Print(x.Grad);
        }).Out("tensor([1.0240e+02, 1.0240e+03, 1.0240e-01])");

        In(7, () =>
        {
            Print(x.RequiresGrad);
            Print(x.Pow(2).RequiresGrad);

            using (NoGrad())
            {
                Print(x.Pow(2).RequiresGrad);
            }
        }).Out("True", "True", "False");

        In(8, () =>
        {
            x = Draw(
                Randn([1, 3], requiresGrad: true, device: Device),
                recovered: [1.4336f, 0.6889f, -0.8934f]);
            return x;
        })
        .Note("the draw is recovered from what was printed: it is what the notebook shows of x, 4 digits")
        .Out("tensor([[ 1.4336,  0.6889, -0.8934]], requires_grad=True)");

        In(9, () =>
        {
            var softmax = new Softmax(dim: 1);
            l = softmax.Forward(x);
        });

        In(10, () =>
        {
            k = l * 2;
            k = k.Sum();
        });

        In(11, () => k.Backward());
    }

    protected override void Rules()
    {
        Rule("the derivative of exp(x) is the limit of (f(x + h) - f(x)) / h",
            Random(1)[0],
            x => Exp(x),
            x => Exp(x));

        Rule("the Jacobian of softmax is diag(s) - s s'",
            Random(4),
            x => Exp(x) / Exp(x).Sum(),
            x => Diag(SoftmaxOf(x)) - Outer(SoftmaxOf(x), SoftmaxOf(x)),
            also:
            [
                new Claim("the diagonal is positive", J => Entries(J, onDiagonal: true).Min()),
                new Claim("the rest is negative", J => -Entries(J, onDiagonal: false).Max()),
                new Claim("the rows sum to 0, to 64 roundings of 1", J => 64 * DifferenceTable.Epsilon - (double)J.Sum(1).Abs().Max()),
            ]);

        Rule("the rows sum to 0, so the sum of 2 softmax(x) is constant and its gradient 0",
            Random(1, 3),
            x => (new Softmax(dim: 1).Forward(x) * 2).Sum(),
            x => ZerosLike(x));

        Rule("the chain rule: the gradient of g(f(x)), f = 2x and g a sum, is 2",
            Random(2, 2),
            x => (x * 2).Sum(),
            x => 2 * OnesLike(x));

        Rule("the chain rule: the gradient of the mean of 3(x + 2)^2 is 6(x + 2)/4",
            Random(2, 2),
            x => ((x + 2) * (x + 2) * 3).Mean(),
            x => 6 * (x + 2) / 4);
    }

    private static Tensor SoftmaxOf(Tensor x) => new Softmax(dim: 0).Forward(x);

    private static IEnumerable<double> Entries(Tensor square, bool onDiagonal)
    {
        var n = square.Shape[0];
        return square.Reshape(-1).ToArray<double>().Where((_, at) => at / n == at % n == onDiagonal);
    }
}
