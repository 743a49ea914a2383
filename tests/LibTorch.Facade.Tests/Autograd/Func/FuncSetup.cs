namespace LibTorch.Tests.Func;

/// <summary>What the tests of torch.func share with Python; libtorch 1 has it as functorch.</summary>
internal static class FuncSetup
{
    public const string Python = """
        try:
            from torch.func import vmap, grad, grad_and_value, vjp, jvp, jacrev, jacfwd, hessian, linearize
        except ImportError:
            from functorch import vmap, grad, grad_and_value, vjp, jvp, jacrev, jacfwd, hessian
        x = torch.linspace(-1, 2, 6, dtype=torch.float64).reshape(2, 3)
        y = torch.linspace(3, 1, 6, dtype=torch.float64).reshape(2, 3)
        """;

    public static Tensor X => Torch.Linspace(-1, 2, 6, dtype: DType.Float64).Reshape(2, 3);

    public static Tensor Y => Torch.Linspace(3, 1, 6, dtype: DType.Float64).Reshape(2, 3);
}
