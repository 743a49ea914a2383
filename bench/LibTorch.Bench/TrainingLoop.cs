using System.Globalization;
using LibTorch.NN;
using LibTorch.Optim;

namespace LibTorch.Bench;

/// <summary>A row whose operation is a training step, and whose result is the loss after some steps.</summary>
internal static class TrainingLoop
{
    /// <summary>With Adam.</summary>
    public static Work Adam(Module net, Func<Tensor> loss) => Of(new Adam(net.Parameters()), loss, Rounded);

    /// <summary>With stochastic gradient descent and momentum.</summary>
    public static Work SGD(Module net, Func<Tensor> loss) => Of(new SGD(net.Parameters(), lr: 0.01, momentum: 0.9), loss, number => number);

    /// <summary>
    /// Rounds to 4 digits: from libtorch 2.1 on, C++'s Adam updates its averages by other operators than Python's, so the last digits
    /// differ.
    /// </summary>
    public static double Rounded(double number) => double.Parse(number.ToString("G4", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    private static Work Of(Optimizer optimizer, Func<Tensor> loss, Func<double, double> comparable)
    {
        void Step()
        {
            using var scope = new TensorScope();
            optimizer.ZeroGrad();
            loss().Backward();
            optimizer.Step();
        }

        return new(
            n =>
            {
                for (var i = 0L; i < n; i++)
                {
                    Step();
                }
            },
            () => comparable(loss().Item<float>()));
    }
}
