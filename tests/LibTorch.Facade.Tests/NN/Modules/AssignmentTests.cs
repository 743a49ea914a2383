using LibTorch.NN;

namespace LibTorch.Tests.NN;

/// <summary>A layer's parameters, buffers, submodules and settings can be replaced, as attributes in Python.</summary>
[Collection(ProcessWideState.Name)]
public sealed class AssignmentTests(PythonSession python)
{
    [Fact]
    public void Every_parameter_and_buffer_can_be_assigned()
    {
        var unassignable = typeof(Module).Assembly.GetExportedTypes()
            .Where(type => type.IsSubclassOf(typeof(Module)))
            .SelectMany(type => type.GetProperties())
            .Where(property => (property.PropertyType == typeof(Parameter) || property.PropertyType == typeof(LibTorch.NN.Buffer)) && property.GetIndexParameters().Length == 0 && property.SetMethod is null);
        Assert.Empty(unassignable);
    }

    [Fact]
    public void Tied_weights_train_and_convert_as_one()
    {
        const string Setup = """
            import copy
            torch.manual_seed(0)
            encoder, decoder = torch.nn.Embedding(7, 3), torch.nn.Linear(3, 7)
            decoder.weight = encoder.weight
            net = torch.nn.Sequential(encoder, decoder)
            optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
            x = torch.tensor([1, 2, 5])
            for _ in range(3):
                optimizer.zero_grad()
                net(x).square().sum().backward()
                optimizer.step()
            net.double()
            twin = copy.deepcopy(net)
            with torch.no_grad():
                twin[0].weight.mul_(2)
            """;
        Torch.ManualSeed(0);
        var (encoder, decoder) = (new Embedding(7, 3), new Linear(3, 7));
        decoder.Weight = encoder.Weight;
        Sequential net = [encoder, decoder];
        var optimizer = new LibTorch.Optim.SGD(net.Parameters(), lr: 0.1);
        var x = Torch.Tensor([1L, 2L, 5L]);
        for (var step = 0; step < 3; step++)
        {
            optimizer.ZeroGrad();
            net.Call(x).Square().Sum().Backward();
            optimizer.Step();
        }

        net.Double();
        var twin = (Sequential)net.DeepCopy();
        using (Torch.NoGrad())
        {
            ((Embedding)twin[0]).Weight.Mul_(2);
        }

        Assert.Same(encoder.Weight, decoder.Weight);
        Parity.SameText(python, "net", net, Setup);
        Parity.SameText(python, "[n for n, _ in net.named_parameters()]", Parity.Listed(net.NamedParameters().Select(one => one.Name)), Setup);
        Parity.SameText(python, "list(net.state_dict())", Parity.Listed(net.StateDict().Keys), Setup);
        Parity.Same(python, "list(net.state_dict().values()) + list(twin.state_dict().values())", [.. net.StateDict().Values, .. twin.StateDict().Values], Setup);
    }

    [Fact]
    public void A_bias_can_be_removed_and_a_weight_replaced()
    {
        const string Setup = """
            torch.manual_seed(0)
            linear, conv = torch.nn.Linear(3, 2), torch.nn.Conv1d(2, 2, 1, bias=False)
            linear.bias = None
            linear.weight = torch.nn.Parameter(torch.arange(6.).reshape(2, 3))
            conv.bias = torch.nn.Parameter(torch.ones(2))
            """;
        Torch.ManualSeed(0);
        var (linear, conv) = (new Linear(3, 2), new Conv1d(2, 2, 1, bias: false));
        linear.Bias = null;
        linear.Weight = new Parameter(Torch.Arange(6f).Reshape(2, 3));
        conv.Bias = new Parameter(Torch.Ones(2));
        Parity.SameText(python, "(linear, conv, list(linear.state_dict()), list(conv.state_dict()))", $"({linear}, {conv}, {Parity.Listed(linear.StateDict().Keys)}, {Parity.Listed(conv.StateDict().Keys)})", Setup);
        Parity.Same(python, "[linear(torch.ones(3)), conv(torch.ones(2, 4))]", [linear.Call(Torch.Ones(3)), conv.Call(Torch.Ones(2, 4))], Setup);
        Assert.Throws<ArgumentNullException>(() => linear.Weight = null!);
        Assert.Throws<ArgumentNullException>(() => new TransformerEncoderLayer(4, 2).Linear1 = null!);
    }

    [Fact]
    public void A_parametrized_weight_gets_the_originals_that_compute_the_value()
    {
        const string Setup = """
            torch.manual_seed(0)
            linear = torch.nn.utils.parametrizations.orthogonal(torch.nn.Linear(3, 3))
            value = torch.linalg.qr(torch.randn(3, 3))[0]
            linear.weight = value
            """;
        Torch.ManualSeed(0);
        var linear = new Linear(3, 3);
        LibTorch.NN.Utils.Parametrizations.Orthogonal(linear);
        var value = Torch.Linalg.Qr(Torch.Randn(3, 3)).Q;
        linear.Weight = new Parameter(value);
        Parity.SameText(python, "list(linear.state_dict())", Parity.Listed(linear.StateDict().Keys), Setup);
        Parity.Same(python, "[linear.weight] + list(linear.state_dict().values())", [linear.Weight, .. linear.StateDict().Values], Setup);
        Assert.Throws<ArgumentNullException>(() => linear.Weight = null!);
    }

    [Fact]
    public void Settings_take_effect_in_the_next_call()
    {
        const string Setup = """
            torch.manual_seed(0)
            x = torch.randn(4, 3)
            norm = torch.nn.BatchNorm1d(3)
            norm.eps, norm.momentum = 0.5, 0.3
            norm.running_mean = torch.ones(3)
            drop, leaky = torch.nn.Dropout(0.1), torch.nn.LeakyReLU()
            drop.p, leaky.negative_slope = 0.6, 0.5
            loss = torch.nn.CrossEntropyLoss()
            loss.label_smoothing, loss.weight, loss.reduction = 0.25, torch.tensor([1., 2., 3.]), 'sum'
            """;
        Torch.ManualSeed(0);
        var x = Torch.Randn(4, 3);
        var norm = new BatchNorm1d(3) { Eps = 0.5, Momentum = 0.3, RunningMean = new LibTorch.NN.Buffer(Torch.Ones(3)) };
        var (drop, leaky) = (new Dropout(0.1) { P = 0.6 }, new LeakyReLU { NegativeSlope = 0.5 });
        var loss = new CrossEntropyLoss { LabelSmoothing = 0.25, Weight = new LibTorch.NN.Buffer(Torch.Tensor([1f, 2f, 3f])), Reduction = "sum" };
        Parity.Same(
            python,
            "[norm(x), norm.running_mean, drop(x), leaky(x), loss(x, torch.tensor([0, 1, 2, 0])), *loss.state_dict().values()]",
            [norm.Call(x), norm.RunningMean!, drop.Call(x), leaky.Call(x), loss.Call(x, Torch.Tensor([0L, 1L, 2L, 0L])), .. loss.StateDict().Values],
            Setup);
        Parity.SameText(python, "(norm, drop, leaky)", $"({norm}, {drop}, {leaky})", Setup);
    }
}
