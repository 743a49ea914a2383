using LibTorch.NN;
using LibTorch.Optim;

namespace LibTorch.Tests.Optim;

/// <summary>States that are taken over, groups that are added, hooks, gradients that are taken away, and an optimizer of one's own.</summary>
[Collection(ProcessWideState.Name)]
public sealed class OptimizerStateTests(PythonSession python)
{
    private const string Setup = StateText.Python + """
        p = [nn.Parameter(torch.ones(2, 2)), nn.Parameter(torch.ones(3))]
        q = [nn.Parameter(torch.ones(2, 2)), nn.Parameter(torch.ones(3))]
        def walk(opt, parameters, steps):
            for i in range(steps):
                for parameter in parameters: parameter.grad = parameter.data * 2 - i
                opt.step()

        """;

    [Theory]
    [InlineData("SGD(lr=0.1, momentum=0.9)")]
    [InlineData("SGD(lr=0.1)")]
    [InlineData("Adam(amsgrad=True)")]
    [InlineData("AdamW()")]
    [InlineData("Adagrad()")]
    [InlineData("Adadelta()")]
    [InlineData("Adamax()")]
    [InlineData("NAdam()")]
    [InlineData("RAdam()")]
    [InlineData("RMSprop(momentum=0.5, centered=True)")]
    [InlineData("Rprop()")]
    [InlineData("ASGD()")]
    public void Training_goes_on_from_a_state(string row)
    {
        var (first, second) = (Two(), Two());
        var one = PythonConstructor.Make<Optimizer, IEnumerable<Tensor>>(row, first);
        var other = PythonConstructor.Make<Optimizer, IEnumerable<Tensor>>(row, second);
        Walk(one, first, 10);
        other.LoadStateDict(one.StateDict());
        Walk(other, second, 10);
        Assert.Equal(python.Eval("text([[x.data for x in q], b.state_dict()])", Setup + $"""
            a, b = torch.optim.{PythonConstructor.Text(row, "p")}, torch.optim.{PythonConstructor.Text(row, "q")}
            walk(a, p, 10)
            import copy
            b.load_state_dict(copy.deepcopy(a.state_dict()))
            walk(b, q, 10)
            """), StateText.Of(new List<object?> { second.Select(parameter => (object?)parameter.Data).ToList(), other.StateDict() }));
        Assert.NotSame(one.State.Values.First().Values.OfType<Tensor>().FirstOrDefault(), other.State.Values.First().Values.OfType<Tensor>().FirstOrDefault() ?? new object());
    }

    [Fact]
    public void A_state_of_another_kind_is_refused_and_nothing_is_changed()
    {
        var own = Two();
        var optimizer = new Adam(own);
        Walk(optimizer, own, 3);
        var before = StateText.Of(optimizer.StateDict());
        Parity.SameError(python, "torch.optim.Adam(p).load_state_dict(torch.optim.Adam([{'params': [x]} for x in q]).state_dict())", () => optimizer.LoadStateDict(new Adam(Two().Select(one => new ParamGroup([one]))).StateDict()), Setup);
        Parity.SameError(python, "torch.optim.Adam(p).load_state_dict(torch.optim.Adam(q[:1]).state_dict())", () => optimizer.LoadStateDict(new Adam(Two()[..1]).StateDict()), Setup);
        Assert.Throws<KeyNotFoundException>(() => optimizer.LoadStateDict(new StateDictionary()));
        Assert.Equal(before, StateText.Of(optimizer.StateDict()));
    }

    [Fact]
    public void A_state_of_another_shape_fails_at_the_step_as_in_Python()
    {
        var own = Two();
        var other = new Parameter(Torch.Ones(5));
        var saved = new Adam([other]);
        Walk(saved, [other], 1);
        var optimizer = new Adam(own[..1]);
        optimizer.LoadStateDict(saved.StateDict());
        Parity.SameError(python, "walk(b, q[:1], 1)", () => Walk(optimizer, own[..1], 1), Setup + """
            r = nn.Parameter(torch.ones(5))
            a, b = torch.optim.Adam([r]), torch.optim.Adam(q[:1])
            walk(a, [r], 1)
            b.load_state_dict(a.state_dict())
            """);
    }

    [Fact]
    public void States_are_of_the_parameters_dtype()
    {
        var (first, second) = (Two(), Two());
        var one = new Adam(first);
        Walk(one, first, 2);
        Parameter[] wide = [.. second.Select(parameter => new Parameter(parameter.Data.Double()))];
        var other = new Adam(wide);
        other.LoadStateDict(one.StateDict());
        Assert.Equal(python.Eval("text(b.state_dict())", Setup + """
            a, b = torch.optim.Adam(p), torch.optim.Adam([nn.Parameter(x.data.double()) for x in q])
            walk(a, p, 2)
            b.load_state_dict(a.state_dict())
            """), StateText.Of(other.StateDict()));
    }

    [Fact]
    public void A_states_text_is_Pythons()
    {
        var own = Two();
        var optimizer = new SGD(own, lr: 0.5, momentum: 0.9);
        Walk(optimizer, own, 1);
        Parity.SameText(python, "a.state_dict()", optimizer.StateDict(), Setup + "a = torch.optim.SGD(p, lr=0.5, momentum=0.9)\nwalk(a, p, 1)\n");
    }

    [Fact]
    public void Groups_are_added()
    {
        var own = Two();
        var optimizer = new SGD(own[..1], lr: 0.5, momentum: 0.5);
        Walk(optimizer, own[..1], 2);
        optimizer.AddParamGroup(new ParamGroup(own[1..]) { Lr = 0.1, WeightDecay = 0.5 });
        Walk(optimizer, own, 2);
        Assert.Equal(python.Eval("repr(a) + text([[x.data for x in p], a.state_dict()])", Setup + """
            a = torch.optim.SGD(p[:1], lr=0.5, momentum=0.5)
            walk(a, p[:1], 2)
            a.add_param_group({"params": p[1], "lr": 0.1, "weight_decay": 0.5})
            walk(a, p, 2)
            """), optimizer + StateText.Of(new List<object?> { own.Select(parameter => (object?)parameter.Data).ToList(), optimizer.StateDict() }));
    }

    [Fact]
    public void Options_that_are_changed_hold_from_the_next_step()
    {
        var own = Two();
        var optimizer = new Adam(own);
        Walk(optimizer, own, 2);
        optimizer.ParamGroups[0].Lr = 0.5;
        optimizer.ParamGroups[0].Betas = (0.5, 0.9);
        optimizer.ParamGroups[0]["eps"] = 0.1;
        Walk(optimizer, own, 2);
        Parity.Same(python, "p", own, Setup + """
            a = torch.optim.Adam(p)
            walk(a, p, 2)
            a.param_groups[0].update(lr=0.5, betas=(0.5, 0.9), eps=0.1)
            walk(a, p, 2)
            """);
        Assert.Equal(0.5, optimizer.ParamGroups[0].Lr.ToDouble());
        Assert.Throws<ArgumentException>(() => optimizer.ParamGroups[0]["params"] = 1);
        Assert.Throws<ArgumentException>(() => optimizer.ParamGroups[0]["lr"] = DateTime.UnixEpoch);
    }

    [Fact]
    public void Named_parameters_have_their_names_in_the_state()
    {
        Assert.SkipUnless(python.Eval("tuple(map(int, torch.__version__.split('.')[:2])) >= (2, 6)") == "True", "Before 2.6 Python takes no named parameters");
        var own = Two();
        var optimizer = new SGD([ParamGroup.Named([("a", own[0]), ("b", own[1])])], lr: 0.1);
        Assert.Equal(python.Eval("repr(o) + text(o.state_dict())", Setup + "o = torch.optim.SGD([('a', p[0]), ('b', p[1])], lr=0.1)"), optimizer + StateText.Of(optimizer.StateDict()));
        Parity.SameError(python, "o.add_param_group({'params': q})", () => optimizer.AddParamGroup(new ParamGroup(Two())), Setup + "o = torch.optim.SGD([('a', p[0]), ('b', p[1])], lr=0.1)");
    }

    [Fact]
    public void Names_are_for_all_groups()
    {
        var own = Two();
        var optimizer = new SGD([ParamGroup.Named([("a", own[0])])], lr: 0.1);
        Assert.Throws<TorchValueException>(() => optimizer.AddParamGroup(new ParamGroup(own[1..])));
    }

    [Fact]
    public void Gradients_are_taken_away_or_set_to_zero_as_in_Python()
    {
        foreach (var (argument, set) in new (string, bool?)[] { ("", null), ("set_to_none=True", true), ("set_to_none=False", false) })
        {
            var own = Two();
            own[0].Grad = Torch.Ones(2, 2);
            new SGD(own, lr: 0.1).ZeroGrad(set);
            Assert.Equal(python.Eval("repr([x.grad for x in p])", Setup + $"p[0].grad = torch.ones(2, 2)\ntorch.optim.SGD(p, lr=0.1).zero_grad({argument})\n"), PythonValue.Repr(own.Select(parameter => (object?)parameter.Grad).ToList()));
        }
    }

    [Fact]
    public void Hooks_are_called_around_each_step()
    {
        var own = Two();
        var optimizer = new SGD(own, lr: 0.1);
        List<string> order = [];
        var before = optimizer.RegisterStepPreHook(given => order.Add($"before {ReferenceEquals(given, optimizer)}"));
        using var after = optimizer.RegisterStepPostHook(_ => order.Add("after"));
        Assert.Equal(1f, (float)optimizer.Step(() =>
        {
            order.Add("closure");
            return Torch.Ones([]);
        })!);
        before.Dispose();
        optimizer.Step();
        Assert.Equal(["before True", "closure", "after", "after"], order);
    }

    [Fact]
    public void A_closure_is_recorded_and_the_step_is_not()
    {
        using var mode = Torch.NoGrad();
        var own = Two();
        var optimizer = new SGD(own, lr: 0.1);
        optimizer.Step(() =>
        {
            var loss = own[0].Sum();
            loss.Backward();
            return loss;
        });
        Assert.Equal(0.9f, (float)own[0][0, 0]);
        Assert.True(own[0].IsLeaf && own[0].RequiresGrad);
    }

    [Fact]
    public void State_outlives_a_scope()
    {
        var own = Two();
        Optimizer[] all = [new Adam(own), new SGD(own, lr: 0.1, momentum: 0.9), new LBFGS(own)];
        for (var i = 0; i < 3; i++)
        {
            using var scope = new TensorScope();
            foreach (var optimizer in all)
            {
                optimizer.Step(() =>
                {
                    optimizer.ZeroGrad();
                    var loss = own[0].Pow(2).Sum() + own[1].Pow(2).Sum();
                    loss.Backward();
                    return loss;
                });
            }
        }

        Assert.All(all.SelectMany(optimizer => optimizer.State.Values).SelectMany(state => state.Values).OfType<Tensor>(), tensor => Assert.False(tensor.IsDisposed));
    }

    [Fact]
    public void An_optimizer_of_ones_own()
    {
        var own = Two();
        var optimizer = new Momentum(own, 0.1);
        Walk(optimizer, own, 5);
        var expected = Two();
        Walk(new SGD(expected, lr: 0.1, momentum: 0.9), expected, 5);
        Assert.Equal(expected.Select(Parity.Bits), own.Select(Parity.Bits));
        var other = new Momentum(Two(), 0.5);
        other.LoadStateDict(optimizer.StateDict());
        Assert.Equal(StateText.Of(optimizer.StateDict()), StateText.Of(other.StateDict()));
        Assert.Equal("Momentum (\nParameter Group 0\n    lr: 0.1\n)", optimizer.ToString());
    }

    private sealed class Momentum(IEnumerable<Tensor> parameters, double lr) : Optimizer([new ParamGroup(parameters)], ("lr", lr))
    {
        protected override void BeginState(ParamGroup group, Tensor parameter, Tensor gradient, StateDictionary state) => state["velocity"] = parameter.ZerosLike();

        protected override void UpdateParameter(ParamGroup group, Tensor parameter, Tensor gradient, StateDictionary state) =>
            parameter.Add_(state.Get<Tensor>("velocity").Mul_(0.9).Add_(gradient), alpha: -group.Lr.ToDouble());
    }

    private static void Walk(Optimizer optimizer, Parameter[] parameters, int steps)
    {
        for (var i = 0; i < steps; i++)
        {
            foreach (var parameter in parameters)
            {
                parameter.Grad = (parameter.Data * 2) - i;
            }

            optimizer.Step();
        }
    }

    private static Parameter[] Two() => [new(Torch.Ones(2, 2)), new(Torch.Ones(3))];
}
