using static LibTorch.Torch;

namespace LibTorch.Examples.Derivatives;

/// <summary>The Jacobian of a layer softmax(W x + b) with respect to its input, by three routes and by its formula.</summary>
internal static class SoftmaxLayer
{
    // The routes add the same products in different orders.
    private const double Rounding = 1e-14;

    public static bool Run(TextWriter output, Device device)
    {
        output.WriteLine("=== The Jacobian of a softmax layer, 5 inputs and 3 outputs ===");
        using var generator = new Generator();
        generator.ManualSeed(1);
        var weight = Randn([3, 5], generator, dtype: DType.Float64).To(device, DType.Float64);
        var bias = Randn([3], generator, dtype: DType.Float64).To(device, DType.Float64);
        var x = Randn([5], generator, dtype: DType.Float64).To(device, DType.Float64);
        Tensor Layer(Tensor input) => (weight.Mv(input) + bias).Softmax(0);

        var rows = Autograd.Functional.Jacobian(Layer, x);
        var batched = Func.Jacrev(Layer)(x);
        var forward = Func.Jacfwd(Layer)(x);
        var y = Layer(x);
        var formula = (Diag(y) - Outer(y, y)).Matmul(weight);
        output.WriteLine(rows);
        return DerivativesExample.Claim(output, Agree(rows, batched), "all rows in one backward pass (Jacrev) are those of a pass for each row")
            & DerivativesExample.Claim(output, Agree(rows, forward), "so are the columns of forward mode (Jacfwd)")
            & DerivativesExample.Claim(output, Agree(rows, formula), "all are (diag(y) - y yᵀ) W")
            & DerivativesExample.Claim(output, Agree(rows.Sum(0), ZerosLike(x)), "its columns sum to 0, because the outputs always sum to 1");
    }

    private static bool Agree(Tensor a, Tensor b) => Allclose(a, b, rtol: 0, atol: Rounding);
}
