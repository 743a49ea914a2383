using static LibTorch.Torch;

namespace LibTorch.Examples.Notebooks;

/// <summary>Notebook 001: a norm, squares element by element, and a Jacobian times a vector.</summary>
/// <remarks>The notebook's numpy arrays are tensors on the CPU here, printed as numpy prints them.</remarks>
internal sealed class N001VectorJacobian(Device device, Draws draws) : Notebook(device, draws)
{
    protected override void Cells()
    {
        Tensor x = null!, y = null!, y2 = null!, xNp = null!, xGrad = null!, a = null!, b = null!, Q = null!;
        Func<Tensor, Tensor> dQda = null!, dQdb = null!;

        In(2, () =>
        {
            // import torch and numpy: the using line at the head of this file
        });

        In(3, () =>
        {
            x = Arange(10, dtype: DType.Float64, requiresGrad: true, device: Device);
            y = Norm(x);
            y.Backward();
            return x.Grad;
        }).Out(
            """
            tensor([0.0000, 0.0592, 0.1185, 0.1777, 0.2369, 0.2962, 0.3554, 0.4146, 0.4739,
                    0.5331], dtype=torch.float64)
            """);

        In(4, () =>
        {
            // the exact formula
            Tensor DyDx(Tensor x)
            {
                var norm = Sqrt(Sum(x.Pow(2)).To(DType.Float64));
                return x / norm;
            }

            xNp = Arange(10);
            xGrad = DyDx(xNp);
            Print(NumPy(xGrad));
        }).Out(
            """
            [0.         0.05923489 0.11846978 0.17770466 0.23693955 0.29617444
             0.35540933 0.41464421 0.4738791  0.53311399]
            """);

        In(5, () => y).Out("tensor(16.8819, dtype=torch.float64, grad_fn=<LinalgVectorNormBackward0>)");

        In(6, () =>
        {
            _ = x.Detach();
            x = Arange(10, dtype: DType.Float64, requiresGrad: true, device: Device);
            y2 = x.Pow(2);
            y2.Backward(Ones(10, device: Device));
            return x.Grad;
        }).Out("tensor([ 0.,  2.,  4.,  6.,  8., 10., 12., 14., 16., 18.], dtype=torch.float64)");

        In(7, () =>
        {
            // the exact formula
            static Tensor Dy2Dx(Tensor x) => 2 * x;

            xGrad = Dy2Dx(xNp);
            Print(NumPy(xGrad));
        }).Out("[ 0  2  4  6  8 10 12 14 16 18]");

        In(8, () =>
        {
            a = Arange(4, dtype: DType.Float64, requiresGrad: true, device: Device);
            b = Arange(0, 13, 4, dtype: DType.Float64, requiresGrad: true, device: Device);
        });

        In(9, () => a).Out("tensor([0., 1., 2., 3.], dtype=torch.float64, requires_grad=True)");

        In(10, () => b).Out("tensor([ 0.,  4.,  8., 12.], dtype=torch.float64, requires_grad=True)");

        In(11, () =>
        {
            Q = 3 * a.Pow(3) - b.Pow(2);
        });

        In(12, () => Q).Out("tensor([  0., -13., -40., -63.], dtype=torch.float64, grad_fn=<SubBackward0>)");

        In(13, () =>
        {
            Q.Backward(Ones(4, device: Device));
            return a.Grad;
        }).Out("tensor([ 0.,  9., 36., 81.], dtype=torch.float64)");

        In(14, () => b.Grad).Out("tensor([ -0.,  -8., -16., -24.], dtype=torch.float64)");

        In(15, () =>
        {
            // the exact formulas
            dQda = (Tensor a) => 9 * a.Pow(2);
            dQdb = (Tensor b) => -2 * b;

            return dQda(a);
        }).Out("tensor([ 0.,  9., 36., 81.], dtype=torch.float64, grad_fn=<MulBackward0>)");

        In(16, () => dQdb(b)).Out("tensor([ -0.,  -8., -16., -24.], dtype=torch.float64, grad_fn=<MulBackward0>)");
    }

    protected override void Rules()
    {
        var x = Random(5);

        // The notebook's text has 2x_j for the norm, which is the square's; its cells use x/|x|, which holds.
        Rule("the gradient of |x| is x/|x|",
            x,
            x => Norm(x),
            x => x / Norm(x));

        Rule("the Jacobian of x^2, element by element, is diag(2x)",
            x,
            x => x.Pow(2),
            x => Diag(2 * x));

        // a and b in one vector, a first; v is all ones.
        Rule("J'v of Q = 3a^3 - b^2 is 9a^2 for a, -2b for b",
            Random(4),
            ab => (3 * ab[..2].Pow(3) - ab[2..].Pow(2)).Sum(),
            ab => Cat([9 * ab[..2].Pow(2), -2 * ab[2..]]));
    }
}
