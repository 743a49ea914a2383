using System.Numerics;
using LibTorch.Interop;

namespace LibTorch;

/// <summary>gradcheck's fast mode: instead of whole Jacobians J, compares the products v·J·u with random vectors u and v.</summary>
internal static class FastGradcheck
{
    public static void Check(GradcheckCase at, GradcheckSettings settings)
    {
        var inputs = at.DifferentiableInputs;
        using var generator = new Generator();
        var directions = Array.ConvertAll(inputs, input =>
            (Real: Vector(input, generator, real: true), Imaginary: input.DType.IsComplex ? Vector(input, generator, real: true) : null));
        var vectors = at.IsForward ? null : Array.ConvertAll(at.Outputs, output => Vector(output, generator, real: false));
        var numerical = inputs.Select((_, i) => Numerical(at, i, directions[i], vectors, settings.Eps)).ToArray();
        if (!at.IsForward && at.Outputs.Length == 0)
        {
            RequireZero(at, directions, settings);
        }

        var analytical = at.IsForward
            ? AnalyticalJacobian.Forward(at, settings.CheckGradDTypes, Array.ConvertAll(directions, direction => direction.Real))
            : Backward(at, settings, directions, vectors!);
        for (var i = 0; i < numerical.Length; i++)
        {
            for (var j = 0; j < numerical[i].Length; j++)
            {
                var (a, n) = (analytical[i][j], numerical[i][j].To(analytical[i][j].Device));
                if (!GradcheckCase.AllClose(a, n, settings.Rtol, Tolerance(settings.Atol, directions[i], vectors?[j])))
                {
                    throw new GradcheckException(at.Mismatch(a, n, j, i) + InSlowMode(at, settings, i, j));
                }
            }
        }
    }

    /// <summary>
    /// A random vector of norm 1 with as many elements as the tensor. A new generator has a fixed seed, so its vectors are always the same.
    /// </summary>
    public static Tensor Vector(Tensor tensor, Generator generator, bool real)
    {
        var dtype = tensor.DType;
        var kept = !real ? dtype : dtype == DType.Complex128 ? DType.Float64 : dtype == DType.Complex64 ? DType.Float32 : dtype;
        var vector = Torch.Rand([tensor.Numel], generator, device: Device.Cpu).To(tensor.Device, kept);
        return vector.Div_(vector.Norm());
    }

    private static Tensor[] Numerical(GradcheckCase at, int i, (Tensor Real, Tensor? Imaginary) direction, Tensor[]? vectors, double eps)
    {
        var all = NumericalJacobian.InDirection(at, at.InputIndices[i], direction.Real, direction.Imaginary, eps);
        if (all.Length != at.FunctionOutputs.Length)
        {
            throw new TorchException(LibraryCalls.IsAtLeast(2, 10)
                ? $"Expected all_Ju and func_out to have the same length, but got {all.Length} and {at.FunctionOutputs.Length}"
                : "");
        }

        var kept = all.Where((_, o) => GradcheckCase.HasDerivatives(at.FunctionOutputs[o])).ToArray();
        return vectors is null ? kept : [.. vectors.Zip(kept, (v, product) => (v * product).Sum())];
    }

    private static Tensor[][] Backward(GradcheckCase at, GradcheckSettings settings, (Tensor Real, Tensor? Imaginary)[] directions, Tensor[] vectors)
    {
        var byOutput = at.Outputs.Select((output, o) =>
            AnalyticalJacobian.Backward(at, output, settings, vectors[o]).Select((product, i) => Dot(product.T.Squeeze(0), directions[i])).ToArray()).ToArray();
        return [.. directions.Select((_, i) => Array.ConvertAll(byOutput, row => row[i]))];
    }

    private static Tensor Dot(Tensor product, (Tensor Real, Tensor? Imaginary) direction)
    {
        if (!product.DType.IsComplex)
        {
            return product.Dot(direction.Real);
        }

        var parts = Torch.ViewAsReal(product.ResolveConj());
        return parts.Select(-1, 0).Dot(direction.Real) + (Scalar)Complex.ImaginaryOne * parts.Select(-1, 1).Dot(direction.Imaginary!);
    }

    private static void RequireZero(GradcheckCase at, (Tensor Real, Tensor? Imaginary)[] directions, GradcheckSettings settings)
    {
        for (var i = 0; i < directions.Length; i++)
        {
            foreach (var product in NumericalJacobian.InDirection(at, at.InputIndices[i], directions[i].Real, directions[i].Imaginary, settings.Eps))
            {
                if (product.Numel > 0 && product.Abs().Max().Item().ToDouble() > settings.NondetTol)
                {
                    throw new GradcheckException("Numerical gradient for function expected to be zero");
                }
            }
        }
    }

    private static double Tolerance(double atol, (Tensor Real, Tensor? Imaginary) u, Tensor? v)
    {
        var sumU = (double)u.Real.Sum();
        if (u.Imaginary is { } imaginary && LibraryCalls.IsAtLeast(2, 10))
        {
            sumU += (double)imaginary.Sum();
        }

        return atol * sumU * (v is null ? 1.0 : (double)v.Sum());
    }

    private static string InSlowMode(GradcheckCase at, GradcheckSettings settings, int i, int j)
    {
        // PyTorch 1 does not pass its eps on here, and uses the default of 1e-3.
        var eps = LibraryCalls.IsAtLeast(2, 0) ? settings.Eps : 1e-3;
        var slow = settings with { NondetTol = double.PositiveInfinity, CheckGradDTypes = false };
        var numerical = NumericalJacobian.Compute(at, eps)[i][j];
        var analytical = at.IsForward ? AnalyticalJacobian.Forward(at, false)[i][j] : AnalyticalJacobian.Backward(at, at.Outputs[j], slow)[i];
        var text = "\nThe above quantities relating the numerical and analytical jacobians are computed \nin fast mode. See: https://github.com/pytorch/pytorch/issues/53876 for more background \nabout fast mode. Below, we recompute numerical and analytical jacobians in slow mode:\n\n"
            + $"Numerical:\n {GradcheckAdvice.Formatted(numerical)}\nAnalytical:\n{GradcheckAdvice.Formatted(analytical)}\n\n"
            + $"The max per-element difference (slow mode) is: {GradcheckAdvice.Formatted((numerical - analytical).Abs().Max())}.\n";
        return Torch.Allclose(analytical, numerical, settings.Rtol, settings.Atol) ? text + GradcheckAdvice.SlowModeMightPass : text;
    }
}
