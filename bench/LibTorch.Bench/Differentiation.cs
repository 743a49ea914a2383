namespace LibTorch.Bench;

/// <summary>Whole Jacobians and Hessians, all rows at once and one after another.</summary>
internal static class Differentiation
{
    private const int Size = 256;

    public static Work Jacobian(bool vectorize)
    {
        var (weight, x) = Data();
        Tensor Layer(Tensor input)
        {
            using var product = weight.Mv(input);
            return product.Tanh();
        }

        return Of(() => Torch.Autograd.Functional.Jacobian(Layer, x, vectorize: vectorize));
    }

    public static Work Hessian(bool vectorize)
    {
        var (weight, x) = Data();
        Tensor Loss(Tensor input)
        {
            using var product = weight.Mv(input);
            using var layer = product.Tanh();
            using var squares = layer.Square();
            return squares.Sum();
        }

        return Of(() => Torch.Autograd.Functional.Hessian(Loss, x, vectorize: vectorize));
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
