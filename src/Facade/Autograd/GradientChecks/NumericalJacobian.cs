using System.Numerics;
using LibTorch.Interop;

namespace LibTorch;

/// <summary>Jacobians from difference quotients.</summary>
internal static class NumericalJacobian
{
    /// <summary>For each differentiable input a matrix for each output, with a row for each element of the input.</summary>
    /// <param name="at">The function at a point.</param>
    /// <param name="eps">The step.</param>
    /// <param name="masked">
    /// Whether only the stored elements of a sparse input are perturbed. Otherwise, since PyTorch 2.0, its zeros are too.
    /// </param>
    public static Tensor[][] Compute(GradcheckCase at, double eps, bool masked = false)
    {
        var moved = masked || !LibraryCalls.IsAtLeast(2, 0) ? at : at with { Inputs = Array.ConvertAll(at.Inputs, GradcheckEntries.WithAllElements) };
        return Array.ConvertAll(at.InputIndices, i => ByInput(moved, i, eps));
    }

    /// <summary>
    /// The derivatives of all outputs along a direction of one input. The direction is given by its real and imaginary parts.
    /// </summary>
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

        // Changes through .data do not raise the input's version, so autograd does not see them as in-place changes.
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

    // A complex input is perturbed along the real and the imaginary axis. The two derivatives give the conjugate Wirtinger derivative.
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
        // Releases before 2.14 print the placeholder "{idx}" instead of the index. The check assumes that this changed in 2.10.
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
