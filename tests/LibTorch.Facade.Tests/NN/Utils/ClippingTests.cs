using LibTorch.NN;

namespace LibTorch.Tests.NN;

using Utils = LibTorch.NN.Utils;

/// <summary>Clipped gradients and norms are Python's in bits, and so are vectors of parameters.</summary>
[Collection(ProcessWideState.Name)]
public sealed class ClippingTests(PythonSession python)
{
    private const string Setup = """
        import torch.nn as nn
        import torch.nn.utils as U
        from math import inf, nan
        torch.manual_seed(3)
        m = nn.Sequential(nn.Linear(30, 40), nn.Tanh(), nn.Linear(40, 2))
        x = torch.randn(5, 30)
        (m(x) ** 2).sum().backward()
        unused = nn.Parameter(torch.ones(2))
        all = [*m.parameters(), unused]
        """;

    private static List<Parameter> Made()
    {
        Torch.ManualSeed(3);
        Sequential net = [new Linear(30, 40), new Tanh(), new Linear(40, 2)];
        var x = Torch.Randn(5, 30);
        net.Call(x).Pow(2).Sum().Backward();
        return [.. net.Parameters(), new Parameter(Torch.Ones(2))];
    }

    private static IEnumerable<Tensor> Gradients(List<Parameter> parameters) => parameters.Select(parameter => parameter.Grad).OfType<Tensor>();

    [Theory]
    [InlineData(1, "2", 2)]
    [InlineData(1000, "2", 2)]
    [InlineData(0.5, "1", 1)]
    [InlineData(0.5, "3.5", 3.5)]
    [InlineData(0.5, "0", 0)]
    [InlineData(0.01, "inf", double.PositiveInfinity)]
    public void Norms_are_Pythons(double most, string typePython, double type)
    {
        var all = Made();
        var norm = Utils.ClipGradNorm_(all, most, type);
        Parity.Same(
            python, "[norm] + [p.grad for p in all if p.grad is not None]", [norm, .. Gradients(all)],
            Setup + FormattableString.Invariant($"\nnorm = U.clip_grad_norm_(all, {most}, {typePython})\n"));
        if (python.Eval("hasattr(U, 'get_total_norm')", Setup) == "True")
        {
            Parity.Same(python, $"U.get_total_norm([p.grad for p in all if p.grad is not None], {typePython})", Utils.GetTotalNorm(Gradients(Made()), type), Setup);
        }

        var again = Made();
        Utils.ClipGradsWithNorm_(again, most, norm);
        Assert.Equal(Gradients(all).Select(Parity.Bits), Gradients(again).Select(Parity.Bits));
    }

    [Theory]
    [InlineData("nan", double.NaN)]
    [InlineData("inf", double.PositiveInfinity)]
    public void A_norm_that_is_not_finite_is_Pythons_error(string valuePython, double value)
    {
        var all = Made();
        all[1].Grad!.Fill_(value);
        var before = Gradients(all).Select(Parity.Bits).ToList();
        var spoiled = $"{Setup}\nall[1].grad.fill_({valuePython})\n";
        Parity.SameError(python, "U.clip_grad_norm_(all, 1, error_if_nonfinite=True)", () => Utils.ClipGradNorm_(all, 1, errorIfNonfinite: true), spoiled);
        Parity.SameError(python, "U.clip_grad_norm_(all, 1, inf, True)", () => Utils.ClipGradNorm_(all, 1, double.PositiveInfinity, true), spoiled);
        Assert.Equal(before, Gradients(all).Select(Parity.Bits));
        Utils.ClipGradNorm_(all, 1);
        Parity.Same(python, "[p.grad for p in all if p.grad is not None]", Gradients(all), spoiled + "\nU.clip_grad_norm_(all, 1)\n");
    }

    [Fact]
    public void Values_are_Pythons()
    {
        var all = Made();
        Utils.ClipGradValue_(all, 0.125);
        Parity.Same(python, "[p.grad for p in all if p.grad is not None]", Gradients(all), Setup + "\nU.clip_grad_value_(all, 0.125)\n");
        Parity.Same(python, "U.clip_grad_norm_([unused], 1)", Utils.ClipGradNorm_(all[^1], 1), Setup);
        Assert.Throws<ArgumentException>(() => Utils.ClipGradNorm_([all[0], null!], 1));
    }

    [Fact]
    public void Vectors_are_Pythons()
    {
        var all = Made();
        var vector = Utils.ParametersToVector(all);
        Parity.Same(python, "U.parameters_to_vector(all)", vector, Setup);
        Utils.VectorToParameters(vector.Detach() * 2, all);
        Parity.Same(python, "list(all)", all, Setup + "\nU.vector_to_parameters(U.parameters_to_vector(all).detach() * 2, all)\n");
        var before = all.Select(Parity.Bits).ToList();
        Parity.SameError(python, "U.vector_to_parameters(torch.ones(1240), all)", () => Utils.VectorToParameters(Torch.Ones(1240), all), Setup);
        Assert.Equal(before, all.Select(Parity.Bits));
    }
}
