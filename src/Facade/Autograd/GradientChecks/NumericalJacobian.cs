using System.Numerics;
using LibTorch.Interop;

namespace LibTorch;

/// <summary>Jacobians from difference quotients.</summary>
internal static class NumericalJacobian
{
    /// <summary>For each differentiable input a matrix for each output: a row for each element of the input.</summary>
    /// <param name="at">The function at a point.</param>
    /// <param name="eps">The step.</param>
    /// <param name="masked">Whether the zeros that a sparse input does not have stay out; Python's are in since libtorch 2.0.</param>
    public static Tensor[][] Compute(GradcheckCase at, double eps, bool masked = false)
    {
        var moved = masked || !LibraryCalls.IsAtLeast(2, 0) ? at : at with { Inputs = Array.ConvertAll(at.Inputs, GradcheckEntries.WithAllElements) };
        return Array.ConvertAll(at.InputIndices, i => ByInput(moved, i, eps));
    }

    /// <summary>The derivatives of all outputs in a direction of one input, given as its real and imaginary part.</summary>
    public static Tensor[] InDirection(GradcheckCase at, int input, Tensor real, Tensor? imaginary, double eps)
    {
        var entry = at.Inputs[input].Data;
        var (u, v) = (eps * real.Reshape((ReadOnlySpan<long>)[.. entry.Shape]), imaginary is null ? null : eps * imaginary.Reshape((ReadOnlySpan<long>)[.. entry.Shape]));
        var isComplex = entry.DType.IsComplex;
        return Derivatives(isComplex, at.IsForward, direction => Quotients(
            at, entry, direction is null ? u : (v ?? u) * (Scalar)direction.Value, eps, null, eps));
    }

    private static Tensor[] ByInput(GradcheckCase at, int input, double eps)
    {
        var given = at.Inputs[input];
        var isComplex = given.DType.IsComplex;
        var jacobians = Array.ConvertAll(
            Array.FindAll(at.FunctionOutputs, GradcheckCase.HasDerivatives),
            output => output.NewZeros([given.Numel, output.Numel], dtype: isComplex ? given.DType : null, layout: Layout.Strided));

        // Changing the data does not count as a change of the input.
        var data = given.Data;
        foreach (var (entry, index, row) in GradcheckEntries.Of(data))
        {
            var columns = Derivatives(isComplex, at.IsForward, direction => Quotients(
                at, entry, direction is { } i ? (Scalar)(eps * i) : eps, eps, index, eps));
            for (var j = 0; j < jacobians.Length; j++)
            {
                jacobians[j][row].Copy_(columns[j]);
            }
        }

        return jacobians;
    }

    // A complex input is moved along both axes; the two derivatives make the conjugate Wirtinger one.
    private static Tensor[] Derivatives(bool isComplex, bool isForward, Func<Complex?, Tensor[]> along)
    {
        var real = along(null);
        if (!isComplex)
        {
            return isForward || !Array.Exists(real, part => part.DType.IsComplex) ? real : throw NotReal();
        }

        return [.. real.Zip(along(Complex.ImaginaryOne), (dx, dy) => dx.DType.IsComplex ? throw NotReal() : dx + dy * (Scalar)Complex.ImaginaryOne)];
    }

    private static Tensor[] Quotients(GradcheckCase at, Tensor entry, object step, double norm, long[]? index, double eps)
    {
        var original = entry.Clone();
        Move(original, step, forwards: false);
        var below = Run(at);
        Move(original, step, forwards: true);
        var above = Run(at);
        entry.Copy_(original);
        return [.. below.Zip(above, (a, b) =>
        {
            RequireSame(a, b, index, eps);
            return ((b - a) / (2 * norm)).Detach().Reshape(-1);
        })];

        void Move(Tensor from, object by, bool forwards) => entry.Copy_(by switch
        {
            Tensor tensor => forwards ? from + tensor : from - tensor,
            Scalar scalar => forwards ? from + scalar : from - scalar,
            _ => forwards ? from + (double)by : from - (double)by,
        });
    }

    private static Tensor[] Run(GradcheckCase at) => Array.ConvertAll(at.Function(at.Inputs), output => output.Clone());

    private static void RequireSame(Tensor a, Tensor b, long[]? index, double eps)
    {
        // Before 2.14 Python forgot to fill the position in.
        var shown = LibraryCalls.IsAtLeast(2, 10) ? "(" + string.Join(", ", index ?? []) + (index?.Length == 1 ? ",)" : ")") : "{idx}";
        var where = index is null ? "" : $"on index {shown} ";
        var here = $" when inputs are perturbed {where}by {GradcheckAdvice.Number(eps)}, but got: ";
        if (a.Shape != b.Shape)
        {
            throw new TorchException($"Expected `func` to return outputs with the same shape{here}shapes {a.Shape} and {b.Shape}.");
        }

        if (a.DType != b.DType)
        {
            throw new TorchException($"Expected `func` to return outputs with the same dtype{here}dtypes {a.DType} and {b.DType}.");
        }
    }

    private static TorchException NotReal() => new(LibraryCalls.IsAtLeast(2, 10) ? "Expected ds_dx to be real-valued, not complex" : "");
}
