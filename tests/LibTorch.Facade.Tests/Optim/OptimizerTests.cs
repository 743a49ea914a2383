using LibTorch.NN;
using LibTorch.Optim;

namespace LibTorch.Tests.Optim;

/// <summary>Optimizers beside Python's, in bits: the parameters and the state after many steps, and their texts.</summary>
[Collection(ProcessWideState.Name)]
public sealed class OptimizerTests(PythonSession python)
{
    private const string Training = StateText.Python + """
        def answer(ask):
            try: return ask()
            except Exception as error: return str(error)
        def trained(call, matrices=False):
            torch.manual_seed(5)
            net = nn.Sequential(nn.Linear(4, 3), nn.Tanh(), nn.Linear(3, 2))
            unused, x, y = nn.Parameter(torch.ones(2, 2)), torch.randn(8, 4), torch.randn(8, 2)
            opt = call([p for p in [*net.parameters(), unused] if p.dim() == 2 or not matrices])
            first = repr(opt)
            def closure():
                opt.zero_grad()
                loss = ((net(x) - y) ** 2).mean()
                loss.backward()
                return loss
            losses = [opt.step(closure).detach() for _ in range(steps)]
            return "\n".join([first, bits(losses), bits(list(net.parameters())), text(opt.state_dict())])

        """;

    public static TheoryData<string> Rows => [.. OptimizerRows.All];

    [Theory]
    [MemberData(nameof(Rows))]
    public void Parameters_and_state_are_Pythons(string row)
    {
        var name = row.Split('(')[0];
        Assert.SkipUnless(python.Eval($"hasattr(torch.optim, '{name}')") == "True", $"Python has no torch.optim.{name}");
        var arguments = row[(name.Length + 1)..^1];

        // The loss can be made as large as one likes, and numbers that overflow are not compared.
        var steps = name != "LBFGS" ? 100 : arguments.Contains("maximize", StringComparison.Ordinal) ? 3 : 10;
        var expected = python.Eval(
            $"answer(lambda: trained(lambda params: torch.optim.{name}(params{(arguments.Length > 0 ? ", " : "")}{arguments}), {(name == "Muon" ? "True" : "False")}))", $"steps = {steps}\n{Training}");
        string actual;
        try
        {
            actual = Trained(row, steps, name == "Muon");
        }
        catch (TorchException error)
        {
            actual = error.Message;
        }

        Assert.Equal(expected, actual);
    }

    [Fact]
    public void There_are_enough() => Assert.InRange(OptimizerRows.All.Count(), 150, 1000);

    private static string Trained(string row, int steps, bool matrices)
    {
        Torch.ManualSeed(5);
        Sequential net = [new Linear(4, 3), new Tanh(), new Linear(3, 2)];
        var (unused, x, y) = (new Parameter(Torch.Ones(2, 2)), Torch.Randn(8, 4), Torch.Randn(8, 2));
        IEnumerable<Tensor> parameters = [.. net.Parameters().Append(unused).Where(parameter => parameter.NDim == 2 || !matrices)];
        var optimizer = PythonConstructor.Make<Optimizer, IEnumerable<Tensor>>(row, parameters);
        var first = optimizer.ToString();
        Tensor Closure()
        {
            optimizer.ZeroGrad();
            var loss = (net.Call(x) - y).Pow(2).Mean();
            loss.Backward();
            return loss;
        }

        var losses = Enumerable.Range(0, steps).Select(_ => Parity.Bits(optimizer.Step(Closure)!)).ToList();
        return $"{first}\n({string.Join("; ", losses)})\n({string.Join("; ", net.Parameters().Select(Parity.Bits))})\n{StateText.Of(optimizer.StateDict())}";
    }
}
