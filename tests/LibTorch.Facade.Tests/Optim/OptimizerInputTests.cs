using LibTorch.NN;
using LibTorch.Optim;

namespace LibTorch.Tests.Optim;

/// <summary>What an optimizer refuses, in Python's words, and what it takes although it is odd.</summary>
[Collection(ProcessWideState.Name)]
public sealed class OptimizerInputTests(PythonSession python)
{
    private const string Params = "p = [nn.Parameter(torch.ones(2, 2)), nn.Parameter(torch.ones(3))]\n";

    private static readonly string[] Refused =
    [
        "SGD(lr=-0.1)", "SGD(lr=0.1, momentum=-0.5)", "SGD(lr=0.1, weight_decay=-1)", "SGD(lr=0.1, nesterov=True)", "SGD(lr=0.1, nesterov=True, momentum=0.9, dampening=0.1)",
        "Adam(lr=-1)", "Adam(lr=nan)", "Adam(eps=-1e-8)", "Adam(betas=(1.0, 0.9))", "Adam(betas=(0.9, -0.5))", "Adam(weight_decay=-0.1)", "AdamW(lr=-0.5)", "AdamW(betas=(0.9, 2.0))",
        "Adagrad(lr=-1.0)", "Adagrad(lr_decay=-1)", "Adagrad(initial_accumulator_value=-1)", "Adadelta(rho=1.5)", "Adadelta(eps=-1.0)", "Adamax(lr=-1e-3)", "Adamax(betas=(0.9, 1.0))",
        "NAdam(momentum_decay=-1)", "NAdam(eps=-1.0)", "RAdam(betas=(-0.1, 0.9))", "RAdam(weight_decay=-1e-5)", "RMSprop(alpha=-1)", "RMSprop(momentum=-1.0)", "Rprop(etas=(1.5, 1.2))", "Rprop(etas=(0.5, 0.9))",
        "Rprop(lr=-1)", "ASGD(weight_decay=-1)", "ASGD(lr=-1.0)", "SparseAdam(lr=0.0)", "SparseAdam(eps=0)", "SparseAdam(betas=(0.9, 1.0))", "Adam(lr=torch.tensor(-0.5))",
        "Adafactor(lr=-1.0)", "Adafactor(beta2_decay=0.1)", "Adafactor(eps=(-1.0, 0.1))", "Adafactor(eps=(None, -0.1))", "Adafactor(d=0.5)", "Adafactor(weight_decay=-1)",
        "Muon(lr=-1.0)", "Muon(momentum=-1)", "Muon(weight_decay=-0.1)", "Muon(adjust_lr_fn='mine')", "Muon()", "Adam(fused=True, differentiable=True)",
    ];

    public static TheoryData<string> RefusedRows => [.. Refused];

    [Theory]
    [MemberData(nameof(RefusedRows))]
    public void Options_are_checked_in_Pythons_words(string row)
    {
        NeedsClass(row);
        Parity.SameError(python, $"torch.optim.{PythonConstructor.Text(row, "p")}", () => PythonConstructor.Make<Optimizer, IEnumerable<Tensor>>(row, Two()), "nan = float('nan')\n" + Params);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("[p[0] * 2]")]
    [InlineData("[p[0], None]")]
    public void Parameters_are_checked_in_Pythons_words(string parameters)
    {
        var own = Two();
        Tensor[] given = parameters switch { "[]" => [], "[p[0] * 2]" => [own[0] * 2], _ => [own[0], null!] };
        Parity.SameError(python, $"torch.optim.SGD({parameters}, lr=0.1)", () => _ = new SGD(given, lr: 0.1), Params);
    }

    [Fact]
    public void A_parameter_is_in_one_group()
    {
        var own = Two();
        Parity.SameError(python, "torch.optim.SGD([{'params': [p[0]]}, {'params': [p[1], p[0]]}], lr=0.1)", () => _ = new SGD([new ParamGroup([own[0]]), new ParamGroup([own[1], own[0]])], lr: 0.1), Params);
        var optimizer = new SGD([own[0]], lr: 0.1);
        Parity.SameError(python, "torch.optim.SGD([p[0]], lr=0.1).add_param_group({'params': p})", () => optimizer.AddParamGroup(new ParamGroup(own)), Params);
        Assert.Single(optimizer.ParamGroups);
    }

    [Fact]
    public void A_learning_rate_may_be_required()
    {
        var own = Two();
        Parity.SameAnswer(python, "torch.optim.SGD(p)", () => new SGD(own), Params);
        Parity.SameText(python, "torch.optim.SGD([{'params': p, 'lr': 0.5}])", new SGD([new ParamGroup(own) { Lr = 0.5 }]), Params);
    }

    [Fact]
    public void Texts_of_groups_are_Pythons()
    {
        var own = Two();
        Parity.SameText(
            python, "torch.optim.Adam([{'params': [p[0]], 'lr': 1, 'betas': (0.5, 0.6)}, {'params': [p[1]], 'amsgrad': True}], weight_decay=0.5)",
            new Adam([new ParamGroup([own[0]]) { Lr = 1, Betas = (0.5, 0.6) }, new ParamGroup([own[1]]) { ["amsgrad"] = true }], weightDecay: 0.5), Params);
        Parity.SameText(python, "torch.optim.LBFGS(p, line_search_fn='strong_wolfe')", new LBFGS(own, lineSearchFn: "strong_wolfe"), Params);
        Parity.SameText(python, "torch.optim.SGD(p, lr=torch.tensor(0.1))", new SGD(own, lr: Torch.Tensor(0.1f)), Params);
        Parity.SameError(python, "torch.optim.LBFGS([{'params': [p[0]]}, {'params': [p[1]]}])", () => _ = new LBFGS([new ParamGroup([own[0]]), new ParamGroup([own[1]])]), Params);
    }

    [Theory]
    [InlineData("Adam")]
    [InlineData("AdamW")]
    [InlineData("Adamax")]
    [InlineData("Adadelta")]
    [InlineData("NAdam")]
    [InlineData("RAdam")]
    [InlineData("RMSprop")]
    [InlineData("Rprop")]
    [InlineData("ASGD")]
    [InlineData("Adafactor")]
    public void Sparse_gradients_are_refused_and_nothing_is_changed(string name)
    {
        NeedsClass(name + "()");
        var own = Two();
        own[0].Grad = Torch.Ones(2, 2);
        own[1].Grad = Torch.Ones(3).ToSparse();
        var optimizer = PythonConstructor.Make<Optimizer, IEnumerable<Tensor>>(name + "()", own);
        Parity.SameError(python, $"torch.optim.{name}(p).step()", () => optimizer.Step(), Params + "p[0].grad, p[1].grad = torch.ones(2, 2), torch.ones(3).to_sparse()\n");
        Parity.Same(python, "p[0]", own[0], Params);
    }

    [Fact]
    public void SparseAdam_refuses_dense_gradients()
    {
        var own = Two();
        own[0].Grad = Torch.Ones(2, 2);
        Parity.SameError(python, "torch.optim.SparseAdam(p).step()", () => new SparseAdam(own).Step(), Params + "p[0].grad = torch.ones(2, 2)\n");
    }

    [Fact]
    public void A_parameter_of_integers_has_no_gradient_and_stays()
    {
        Tensor[] own = [.. Two(), Torch.Tensor([1L, 2L])];
        own[0].Grad = Torch.Ones(2, 2);
        new Adam(own).Step();
        Assert.Equal([1L, 2L], own[2].ToArray<long>());
    }

    [Fact]
    public void Capturable_steps_are_refused_on_the_CPU()
    {
        var own = Two();
        own[0].Grad = Torch.Ones(2, 2);
        Parity.SameError(python, "torch.optim.Adam(p, capturable=True).step()", () => new Adam(own, capturable: true).Step(), Params + "p[0].grad = torch.ones(2, 2)\n");
    }

    [Fact]
    public void LBFGS_needs_a_closure() =>
        Parity.SameError(python, "torch.optim.LBFGS(p).step()", () => new LBFGS(Two()).Step(), Params);

    [Fact]
    public void LBFGS_knows_one_line_search()
    {
        var own = Two();
        Parity.SameError(
            python, "torch.optim.LBFGS(p, line_search_fn='mine').step(closure)", () => new LBFGS(own, lineSearchFn: "mine").Step(() =>
            {
                var loss = own[0].Sum() + own[1].Sum();
                loss.Backward();
                return loss;
            }),
            Params + """
            def closure():
                loss = p[0].sum() + p[1].sum()
                loss.backward()
                return loss
            """);
    }

    private void NeedsClass(string row)
    {
        var name = row.Split('(')[0];
        Assert.SkipUnless(python.Eval($"hasattr(torch.optim, '{name}')") == "True", $"Python has no torch.optim.{name}");
    }

    private static Tensor[] Two() => [new Parameter(Torch.Ones(2, 2)), new Parameter(Torch.Ones(3))];
}
