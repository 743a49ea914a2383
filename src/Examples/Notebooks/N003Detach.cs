using static LibTorch.Torch;

namespace LibTorch.Examples.Notebooks;

/// <summary>Notebook 003: gradients one after another, and a part of the graph held constant.</summary>
internal sealed class N003Detach(Device device, Draws draws) : GradientRules(device, draws)
{
    protected override void Cells()
    {
        Tensor x = null!, y = null!, z = null!, u = null!;

        In(1, () =>
        {
            // import torch, numpy and pandas: the using line at the head of this file
        });

        In(9, () =>
        {
            x = Arange(4.0, requiresGrad: true, device: Device);

            y = 2 * Dot(x.T, x);
            y.Backward();

            return x.Grad;
        }).Out("tensor([ 0.,  4.,  8., 12.])");

        In(10, () =>
        {
            x.Grad!.Zero_();

            y = x.Sum();
            y.Backward();

            return x.Grad;
        }).Out("tensor([1., 1., 1., 1.])");

        In(13, () =>
        {
            x.Grad!.Zero_();

            y = x * x;
            y.Sum().Backward(); // the same as y.Backward(Ones(x.Shape[0]))

            return x.Grad;
        }).Out("tensor([0., 2., 4., 6.])");

        In(23, () =>
        {
            x.Grad!.Zero_();

            y = x * x;
            z = y * x;

            z.Sum().Backward();
            return x.Grad;
        }).Out("tensor([ 0.,  3., 12., 27.])");

        In(24, () =>
        {
            x.Grad!.Zero_();

            y = x * x;
            u = y.Detach();
            z = u * x;

            z.Sum().Backward();
            return x.Grad;
        }).Out("tensor([0., 1., 4., 9.])");

        In(26, () =>
        {
            x.Grad!.Zero_();

            y.Sum().Backward();

            return x.Grad;
        }).Out("tensor([0., 2., 4., 6.])");
    }

    protected override void Rules()
    {
        VectorRules();
        ChainOfMany();
    }
}
