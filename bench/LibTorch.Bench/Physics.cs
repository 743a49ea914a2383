using LibTorch.NN;

namespace LibTorch.Bench;

/// <summary>A network that learns to solve Burgers' equation from its derivatives.</summary>
internal static class Physics
{
    private const double Viscosity = 0.01 / Math.PI;

    public static Work Burgers()
    {
        var (x, t) = ((Torch.Rand(64, 1) * 2 - 1).RequiresGrad_(), Torch.Rand(64, 1, requiresGrad: true));
        Sequential net = [new Linear(2, 32), new Tanh(), new Linear(32, 32), new Tanh(), new Linear(32, 1)];
        return TrainingLoop.Adam(net, () => Residual(net, x, t).Square().Mean());
    }

    private static Tensor Residual(Sequential net, Tensor x, Tensor t)
    {
        var u = net.Call(Torch.Cat([x, t], 1));
        var first = Torch.Autograd.Grad([u.Sum()], [x, t], createGraph: true);
        var (ux, ut) = (first[0]!, first[1]!);
        var uxx = Torch.Autograd.Grad(ux.Sum(), x, createGraph: true);
        return ut + u * ux - Viscosity * uxx;
    }
}
