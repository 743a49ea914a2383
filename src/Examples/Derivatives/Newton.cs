using System.Globalization;
using static LibTorch.Torch;

namespace LibTorch.Examples.Derivatives;

/// <summary>Newton's method with exact Hessians, for the maximum likelihood parameters of a logistic regression.</summary>
internal static class Newton
{
    private const int MostSteps = 20;
    private const double Flat = 1e-10;

    // The hours that twenty students prepared for an exam, and whether they passed.
    private static readonly double[] Hours =
        [0.50, 0.75, 1.00, 1.25, 1.50, 1.75, 1.75, 2.00, 2.25, 2.50, 2.75, 3.00, 3.25, 3.50, 4.00, 4.25, 4.50, 4.75, 5.00, 5.50];

    private static readonly double[] Passed = [0, 0, 0, 0, 0, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 1, 1, 1, 1, 1];

    public static bool Run(TextWriter output, Device device)
    {
        output.WriteLine("=== Newton's method: how the chance to pass an exam grows with the hours of study ===");
        using var hours = Torch.Tensor(Hours).To(device, DType.Float64);
        using var passed = Torch.Tensor(Passed).To(device, DType.Float64);

        // The negative log likelihood of the data, as a function of an intercept and a slope.
        Tensor Loss(Tensor parameters)
        {
            var score = parameters[0] + parameters[1] * hours;
            return (NN.Functional.Softplus(score) - passed * score).Sum();
        }

        var gradient = Func.Grad((Tensor parameters) => Loss(parameters));
        var at = Zeros([2], dtype: DType.Float64, device: device);
        List<double> slopes = [];
        output.WriteLine("step  loss              |gradient|  intercept, slope");
        for (var step = 0; step < MostSteps && (step == 0 || slopes[^1] > Flat); step++)
        {
            var slope = gradient(at);
            slopes.Add((double)slope.Norm());
            var (intercept, growth) = ((double)at[0], (double)at[1]);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{step,4}  {(double)Loss(at),16:F12}  {slopes[^1],10:E2}  {intercept:F6}, {growth:F6}"));
            at -= Linalg.Solve(Autograd.Functional.Hessian(Loss, at), slope);
        }

        var least = Linalg.Eigvalsh(Autograd.Functional.Hessian(Loss, at)).Min();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Three hours make it {(double)Sigmoid(at[0] + 3 * at[1]):P0} likely to pass."));
        return DerivativesExample.Claim(output, slopes[^1] <= Flat, $"the gradient is at most {Flat.ToString("E0", CultureInfo.InvariantCulture)} after {slopes.Count - 1} steps")
            & DerivativesExample.Claim(output, slopes[^2] < 1e-3 && slopes[^1] < slopes[^2] * slopes[^2] * 10, "near the end each step squares the error")
            & DerivativesExample.Claim(output, (double)least > 0, "the Hessian there has positive eigenvalues: it is a minimum");
    }
}
