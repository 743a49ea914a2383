namespace LibTorch.Bench;

/// <summary>Full Jacobians and Hessians, with all rows at once (vectorized) and one after another.</summary>
internal static class Differentiation
{
    private const int Size = 256;

    public static Work Jacobian(bool vectorize)
    {
        var (weight, x) = Data();
        return Of(() => Torch.Autograd.Functional.Jacobian(input => Layer(weight, input), x, vectorize: vectorize));
    }

    public static Work Jacrev()
    {
        var (weight, x) = Data();
        return Of(() => Torch.Func.Jacrev((Tensor input) => Layer(weight, input))(x));
    }

    public static Work Hessian(bool vectorize)
    {
        var (weight, x) = Data();
        return Of(() => Torch.Autograd.Functional.Hessian(input => Loss(weight, input), x, vectorize: vectorize));
    }

    public static Work HessianByFunc()
    {
        var (weight, x) = Data();
        return Of(() => Torch.Func.Jacrev(Torch.Func.Grad((Tensor input) => Loss(weight, input)))(x));
    }

    private static Tensor Layer(Tensor weight, Tensor input)
    {
        using var product = weight.Mv(input);
        return product.Tanh();
    }

    private static Tensor Loss(Tensor weight, Tensor input)
    {
        using var layer = Layer(weight, input);
        using var squares = layer.Square();
        return squares.Sum();
    }

    private static (Tensor Weight, Tensor X) Data() => (Torch.Randn(Size, Size) / Math.Sqrt(Size), Torch.Randn(Size));

    private static Work Of(Func<Tensor> derivative) => new(
        n =>
        {
            for (var i = 0L; i < n; i++)
            {
                using var result = derivative();
            }
        },
        () => derivative().Abs().Sum().Item<float>());
}
