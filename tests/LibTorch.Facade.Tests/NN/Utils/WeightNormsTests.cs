using LibTorch.NN;

namespace LibTorch.Tests.NN;

using Utils = LibTorch.NN.Utils;

/// <summary>Weight norm, spectral norm and orthogonal weights, in both forms, are Python's in bits over steps of training and evaluation.</summary>
[Collection(ProcessWideState.Name)]
public sealed class WeightNormsTests(PythonSession python)
{
    private static readonly Dictionary<string, Action<Module>> Forms = new()
    {
        ["U.weight_norm(m)"] = module => Utils.WeightNorm(module),
        ["U.weight_norm(m, dim=None)"] = module => Utils.WeightNorm(module, dim: null),
        ["U.weight_norm(m, 'bias')"] = module => Utils.WeightNorm(module, "bias"),
        ["U.spectral_norm(m)"] = module => Utils.SpectralNorm(module),
        ["U.spectral_norm(m, n_power_iterations=3, dim=1)"] = module => Utils.SpectralNorm(module, nPowerIterations: 3, dim: 1),
        ["Z.weight_norm(m)"] = module => Utils.Parametrizations.WeightNorm(module),
        ["Z.weight_norm(m, dim=1)"] = module => Utils.Parametrizations.WeightNorm(module, dim: 1),
        ["Z.spectral_norm(m)"] = module => Utils.Parametrizations.SpectralNorm(module),
        ["Z.spectral_norm(m, 'bias')"] = module => Utils.Parametrizations.SpectralNorm(module, "bias"),
        ["Z.spectral_norm(m, n_power_iterations=2, dim=1)"] = module => Utils.Parametrizations.SpectralNorm(module, nPowerIterations: 2, dim: 1),
        ["Z.orthogonal(m)"] = module => Utils.Parametrizations.Orthogonal(module),
        ["Z.orthogonal(m, orthogonal_map='cayley')"] = module => Utils.Parametrizations.Orthogonal(module, orthogonalMap: "cayley"),
        ["Z.orthogonal(m, orthogonal_map='matrix_exp')"] = module => Utils.Parametrizations.Orthogonal(module, orthogonalMap: "matrix_exp"),
        ["Z.orthogonal(m, orthogonal_map='householder', use_trivialization=False)"] = module => Utils.Parametrizations.Orthogonal(module, orthogonalMap: "householder", useTrivialization: false),
        ["Z.orthogonal(m, orthogonal_map='cayley', use_trivialization=False)"] = module => Utils.Parametrizations.Orthogonal(module, orthogonalMap: "cayley", useTrivialization: false),
    };

    private static readonly Dictionary<string, Func<Module>> Layers = new()
    {
        ["nn.Linear(4, 3)"] = () => new Linear(4, 3),
        ["nn.Linear(3, 4)"] = () => new Linear(3, 4),
        ["nn.Linear(3, 3)"] = () => new Linear(3, 3),
        ["nn.Conv2d(3, 4, 2)"] = () => new Conv2d(3, 4, 2),
    };

    public static TheoryData<string, string> Cases
    {
        get
        {
            var all = new TheoryData<string, string>();
            foreach (var form in Forms.Keys)
            {
                foreach (var layer in Layers.Keys.Where(layer => !layer.Contains("Conv", StringComparison.Ordinal) || !form.Contains("orthogonal", StringComparison.Ordinal)))
                {
                    all.Add(form, layer);
                }
            }

            return all;
        }
    }

    private static string Setup(string form, string layer) => $"""
        import torch.nn as nn, torch.nn.utils as U, torch.nn.utils.parametrizations as Z, torch.nn.utils.parametrize as P
        torch.manual_seed(3)
        m = {layer}
        x = torch.randn(2, {(layer.Contains("Conv", StringComparison.Ordinal) ? "3, 5, 5" : layer[10..11])})
        {form}
        """;

    private bool PythonHas(string form) => !form.StartsWith("Z.weight", StringComparison.Ordinal) || python.Eval("hasattr(Z, 'weight_norm')", "import torch.nn.utils.parametrizations as Z") == "True";

    [Theory]
    [MemberData(nameof(Cases))]
    public void Training_and_evaluation_are_Pythons(string form, string layer)
    {
        if (!PythonHas(form))
        {
            // Since 2.0. The other form computes the same.
            return;
        }

        Torch.ManualSeed(3);
        var module = (Module<Tensor, Tensor>)Layers[layer]();
        var x = layer.Contains("Conv", StringComparison.Ordinal) ? Torch.Randn(2, 3, 5, 5) : Torch.Randn(2, long.Parse(layer[10..11], System.Globalization.CultureInfo.InvariantCulture));
        Forms[form](module);
        var setup = Setup(form, layer);
        Parity.SameText(python, "m", module, setup);
        Assert.Equal(python.Eval("' '.join(m.state_dict())", setup), string.Join(' ', module.StateDict().Keys));
        List<Tensor> seen = [.. module.StateDict().Values.Select(value => value.Clone())];
        for (var step = 0; step < 4; step++)
        {
            module.Train(step < 3);
            module.ZeroGrad(setToNone: true);
            var output = module.Call(x);
            output.Pow(2).Sum().Backward();
            seen.AddRange([output.Detach(), .. module.Parameters().Select(parameter => parameter.Grad).OfType<Tensor>().Select(gradient => gradient.Clone())]);
            using var noGrad = Torch.NoGrad();
            foreach (var parameter in module.Parameters().Where(parameter => parameter.Grad is not null))
            {
                parameter.Sub_(parameter.Grad! * 0.1);
            }
        }

        seen.AddRange(module.StateDict().Values);
        Parity.Same(python, "seen", seen, setup + """

            seen = [v.clone() for v in m.state_dict().values()]
            for step in range(4):
                m.train(step < 3)
                for p in m.parameters(): p.grad = None
                out = m(x)
                (out ** 2).sum().backward()
                seen += [out.detach()] + [p.grad.clone() for p in m.parameters() if p.grad is not None]
                with torch.no_grad():
                    for p in m.parameters():
                        if p.grad is not None: p.sub_(p.grad * 0.1)
            seen += list(m.state_dict().values())
            """);
    }

    [Fact]
    public void They_are_taken_away_as_in_Python()
    {
        Torch.ManualSeed(3);
        var linear = Utils.WeightNorm(new Linear(4, 3));
        const string Weight = "import torch.nn as nn, torch.nn.utils as U\ntorch.manual_seed(3)\nm = U.weight_norm(nn.Linear(4, 3))\n";
        Parity.SameError(python, "U.weight_norm(m)", () => Utils.WeightNorm(linear), Weight);
        Utils.RemoveWeightNorm(linear);
        Parity.Same(python, "list(m.state_dict().values())", linear.StateDict().Values, Weight + "U.remove_weight_norm(m)\n");
        Assert.Equal(python.Eval("' '.join(m.state_dict())", Weight + "U.remove_weight_norm(m)\n"), string.Join(' ', linear.StateDict().Keys));
        Parity.SameError(python, "U.remove_weight_norm(m)", () => Utils.RemoveWeightNorm(linear), Weight + "U.remove_weight_norm(m)\n");
        Torch.ManualSeed(3);
        var spectral = Utils.SpectralNorm(new Linear(4, 3));
        const string Spectral = "import torch.nn as nn, torch.nn.utils as U\ntorch.manual_seed(3)\nm = U.spectral_norm(nn.Linear(4, 3))\n";
        Parity.SameError(python, "U.spectral_norm(m)", () => Utils.SpectralNorm(spectral), Spectral);
        var copy = (Linear)spectral.DeepCopy();
        Utils.RemoveSpectralNorm(spectral);
        Parity.Same(python, "list(m.state_dict().values())", spectral.StateDict().Values, Spectral + "U.remove_spectral_norm(m)\n");
        Assert.Equal(python.Eval("' '.join(m.state_dict())", Spectral + "U.remove_spectral_norm(m)\n"), string.Join(' ', spectral.StateDict().Keys));
        Assert.True(spectral.Weight.RequiresGrad);
        copy.Call(Torch.Ones(4)).Sum().Backward();
        Assert.NotNull(copy.GetParameter("weight_orig").Grad);
        Assert.Throws<TorchException>(() => Utils.WeightNorm(new ReLU()));
    }

    [Theory]
    [InlineData("Z.spectral_norm(m, 'nope')")]
    [InlineData("Z.spectral_norm(m, dim=2)")]
    [InlineData("Z.spectral_norm(m, n_power_iterations=0)")]
    [InlineData("U.spectral_norm(m, n_power_iterations=0)")]
    [InlineData("Z.orthogonal(m, 'bias')")]
    [InlineData("Z.orthogonal(m, orthogonal_map='nope')")]
    public void What_does_not_fit_is_said_as_in_Python(string expression)
    {
        var module = new Linear(4, 3);
        Parity.SameError(
            python, expression,
            () => _ = expression switch
            {
                "Z.spectral_norm(m, 'nope')" => Utils.Parametrizations.SpectralNorm(module, "nope"),
                "Z.spectral_norm(m, dim=2)" => Utils.Parametrizations.SpectralNorm(module, dim: 2),
                "Z.spectral_norm(m, n_power_iterations=0)" => Utils.Parametrizations.SpectralNorm(module, nPowerIterations: 0),
                "U.spectral_norm(m, n_power_iterations=0)" => Utils.SpectralNorm(module, nPowerIterations: 0),
                "Z.orthogonal(m, 'bias')" => Utils.Parametrizations.Orthogonal(module, "bias"),
                _ => Utils.Parametrizations.Orthogonal(module, orthogonalMap: "nope"),
            },
            Setup("pass", "nn.Linear(4, 3)"));
    }

    [Fact]
    public void A_state_of_the_older_form_is_loaded()
    {
        var old = Utils.WeightNorm(new Linear(4, 3));
        var now = Utils.Parametrizations.WeightNorm(new Linear(4, 3));
        now.LoadStateDict(old.StateDict());
        Assert.Equal(Parity.Bits(old.Call(Torch.Ones(4))), Parity.Bits(now.Call(Torch.Ones(4))));
    }
}
