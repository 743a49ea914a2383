using static LibTorch.Torch;

namespace LibTorch.Examples.Notebooks;

/// <summary>Notebook 000: gradients of scalar functions of a vector.</summary>
internal sealed class N000Gradient(Device device, Draws draws) : GradientRules(device, draws)
{
    protected override void Cells()
    {
        Tensor x = null!;
        Tensor y = null!;

        In(1, () =>
        {
            // import torch: the using line at the head of this file
        });

        In(2, () =>
        {
            x = Arange(4.0, requiresGrad: true, device: Device);
            return x;
        }).Out("tensor([0., 1., 2., 3.], requires_grad=True)");

        In(3, () =>
        {
            y = 2 * Dot(x, x);
            return y;
        }).Out("tensor(28., grad_fn=<MulBackward0>)");

        In(4, () =>
        {
            y.Backward();
            return x.Grad;
        }).Out("tensor([ 0.,  4.,  8., 12.])");

        In(5, () => (4 * x).Eq(x.Grad!)).Out("tensor([True, True, True, True])");

        In(6, () =>
        {
            x.Grad!.Zero_();
            y = x.Sum();
            return y;
        }).Out("tensor(6., grad_fn=<SumBackward0>)");

        In(7, () =>
        {
            y.Backward();
            return x.Grad;
        }).Out("tensor([1., 1., 1., 1.])");

        In(8, () => Ones(x.Shape[0], device: Device).Eq(x.Grad!)).Out("tensor([True, True, True, True])");
    }

    protected override void Rules()
    {
        VectorRules();

        var A = Random(3, 4);
        Rule("the Jacobian's rows are the gradients of exp((Ax)_i)",
            Random(4),
            x => Exp(A.Matmul(x)),
            x => A.T * Exp(A.Matmul(x)));
    }
}
