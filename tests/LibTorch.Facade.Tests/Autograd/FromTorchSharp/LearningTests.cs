using LibTorch.NN;
using LibTorch.Optim;
using static LibTorch.Tests.Autograd.FromTorchSharp.SampleNets;

namespace LibTorch.Tests.Autograd.FromTorchSharp;

/// <summary>Training with custom functions, with manual updates and with a closure; all numbers are Python's.</summary>
[Collection(ProcessWideState.Name)]
public sealed class LearningTests(PythonSession python)
{
    private const string ExclusiveOr = LinearFunction.Python + """
        ps = [torch.tensor([[.8, -.6], [-.5, .9]]), torch.tensor([.1, -.2]), torch.tensor([[.7, .4]]), torch.ones(2)]
        ps = [p.requires_grad_() for p in ps]
        o = torch.optim.SGD(ps, lr=.1)
        sums = []
        for epoch in range(100):
            total = 0.
            for i in range(4):
                o.zero_grad()
                h = linear(torch.tensor([[float(i & 1), float(i >> 1)]]), ps[0], ps[1]).tanh()
                l = (linear(h, ps[2]) - ((i & 1) ^ (i >> 1))).pow(2).sum()
                l.backward()
                o.step()
                total += l.item()
            sums.append(total)
        """;

    [Fact]
    public void Custom_functions_learn_exclusive_or()
    {
        var (sums, parameters) = LearnExclusiveOr();
        Assert.Equal(python.Eval("bits(ps)", ExclusiveOr), parameters);
        Assert.True(sums[^1] < sums[0], "it learned nothing");
    }

    [Fact]
    public void Custom_functions_learn_the_same_on_many_threads_at_once()
    {
        var learned = new string[20];
        Parallel.For(0, learned.Length, i => learned[i] = LearnExclusiveOr().Parameters);
        var expected = python.Eval("bits(ps)", ExclusiveOr);
        Assert.All(learned, parameters => Assert.Equal(expected, parameters));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Parameters_can_be_updated_by_hand_under_no_grad(bool drops)
    {
        Sequential net = drops ? [new Linear(6, 8), new ReLU(), new Dropout(0.1), new Linear(8, 2)] : [new Linear(6, 8), new ReLU(), new Linear(8, 2)];
        Evenly(net);
        var (x, y) = (X.Detach(), Y.Detach());
        List<Tensor> losses = [];
        Torch.ManualSeed(4711);
        for (var i = 0; i < 10; i++)
        {
            var loss = new MSELoss("sum").Call(net.Call(x), y);
            losses.Add(loss.Detach());
            net.ZeroGrad(setToNone: true);
            loss.Backward();
            using (Torch.NoGrad())
            {
                foreach (var parameter in net.Parameters())
                {
                    parameter.Sub_(parameter.Grad! * 0.01);
                }
            }
        }

        Parity.Same(python, "ls + list(n.parameters())", [.. losses, .. net.Parameters()], SampleNets.Python + $"""
            n = evenly(nn.Sequential(nn.Linear(6, 8), nn.ReLU(), {(drops ? "nn.Dropout(.1), " : "")}nn.Linear(8, 2)))
            torch.manual_seed(4711)
            ls = []
            for i in range(10):
                l = F.mse_loss(n(x.detach()), y.detach(), reduction='sum')
                ls.append(l.detach())
                n.zero_grad(set_to_none=True)
                l.backward()
                with torch.no_grad():
                    for p in n.parameters(): p.sub_(p.grad * .01)
            """);
        Assert.True(losses[^1].Item<float>() < losses[0].Item<float>(), "the loss did not fall");
        Assert.All(net.Parameters(), parameter => Assert.True(parameter.RequiresGrad && parameter.IsLeaf));
    }

    [Fact]
    public void An_optimizer_calls_its_closure_as_often_as_Pythons()
    {
        using Sequential net = Evenly<Sequential>([new Linear(6, 8), new ReLU(), new Linear(8, 2)]);
        var optimizer = new LBFGS(net.Parameters(), lr: 0.00004);
        var calls = 0;
        optimizer.Step(() =>
        {
            calls++;
            optimizer.ZeroGrad();
            var loss = new MSELoss("sum").Call(net.Call(X.Detach()), Y.Detach());
            loss.Backward();
            return loss;
        });
        Torch.Memory.Collect();
        const string Setup = SampleNets.Python + """
            n = evenly(nn.Sequential(nn.Linear(6, 8), nn.ReLU(), nn.Linear(8, 2)))
            o = torch.optim.LBFGS(n.parameters(), lr=.00004)
            calls = []
            def closure():
                o.zero_grad()
                l = F.mse_loss(n(x.detach()), y.detach(), reduction='sum')
                l.backward()
                calls.append(l)
                return l
            o.step(closure)
            """;
        Assert.Equal(python.Eval("len(calls)", Setup), $"{calls}");
        Parity.Same(python, "list(n.parameters()) + [p.grad for p in n.parameters()]", [.. net.Parameters(), .. net.Parameters().Select(parameter => parameter.Grad!)], Setup);
    }

    private static (double[] Sums, string Parameters) LearnExclusiveOr()
    {
        // The last one is given to the optimizer, but no loss depends on it.
        Tensor[] parameters =
        [
            Torch.Tensor(new[,] { { 0.8f, -0.6f }, { -0.5f, 0.9f } }, requiresGrad: true), Torch.Tensor([0.1f, -0.2f], requiresGrad: true),
            Torch.Tensor(new[,] { { 0.7f, 0.4f } }, requiresGrad: true), Torch.Ones([2], requiresGrad: true),
        ];
        var optimizer = new SGD(parameters, lr: 0.1);
        var sums = new double[100];
        for (var epoch = 0; epoch < sums.Length; epoch++)
        {
            for (var i = 0; i < 4; i++)
            {
                using var scope = new TensorScope();
                optimizer.ZeroGrad();
                var (first, second) = (i & 1, i >> 1);
                var hidden = LinearFunction.Of(Torch.Tensor(new[,] { { (float)first, second } }), parameters[0], parameters[1]).Tanh();
                var loss = (LinearFunction.Of(hidden, parameters[2]) - (first ^ second)).Pow(2).Sum();
                loss.Backward();
                optimizer.Step();
                sums[epoch] += loss.Item<float>();
            }
        }

        return (sums, $"({string.Join("; ", parameters.Select(Parity.Bits))})");
    }
}
