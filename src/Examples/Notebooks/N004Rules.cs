using static LibTorch.Torch;

namespace LibTorch.Examples.Notebooks;

/// <summary>Notebook 004: the partial derivative, the gradient rules and both chain rules.</summary>
internal sealed class N004Rules(Device device, Draws draws) : GradientRules(device, draws)
{
    protected override void Cells() => In("Env", () =>
    {
        // import numpy and its plotting: nothing is computed or drawn in this notebook
    });

    protected override void Rules()
    {
        Rule("the partial derivative by x_i is the limit of its difference quotient",
            Random(3),
            x => x[0].Pow(2) * x[1] + Exp(x[1] * x[2]),
            x => Stack([
                2 * x[0] * x[1],
                x[0].Pow(2) + x[2] * Exp(x[1] * x[2]),
                x[1] * Exp(x[1] * x[2]),
            ]));

        VectorRules();

        Rule("the gradient of the squared Frobenius norm of X is 2X",
            Random(3, 2),
            X => (X * X).Sum(),
            X => 2 * X);

        Rule("the chain rule: dy/dx is dy/du du/dx, y = exp(u) and u = x^3",
            Random(1)[0],
            x => Exp(x.Pow(3)),
            x => Exp(x.Pow(3)) * (3 * x.Pow(2)));

        ChainOfMany();
    }
}
