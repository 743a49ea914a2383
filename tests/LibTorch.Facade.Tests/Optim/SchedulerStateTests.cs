using LibTorch.NN;
using LibTorch.Optim;

namespace LibTorch.Tests.Optim;

/// <summary>Schedulers' states, warnings and plateaus, and one of one's own.</summary>
[Collection(ProcessWideState.Name)]
public sealed class SchedulerStateTests(PythonSession python)
{
    public static TheoryData<string> Rows => [.. SchedulerTests.Calls];

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_state_that_is_loaded_goes_on(string row)
    {
        var (first, second) = (Schedules.Groups("SGD"), Schedules.Groups("SGD"));
        var (one, other) = (PythonConstructor.Make<LRScheduler, Optimizer>(row, first), PythonConstructor.Make<LRScheduler, Optimizer>(row, second));
        Schedules.Walk(first, one, 40);
        second.LoadStateDict(first.StateDict());
        other.LoadStateDict(one.StateDict());
        Schedules.Walk(first, one, 40);
        Schedules.Walk(second, other, 40);
        Assert.Equal(StateText.Of(one.StateDict()), StateText.Of(other.StateDict()));
        Assert.Equal(StateText.Of(Schedules.Shown(first)), StateText.Of(Schedules.Shown(second)));
    }

    [Fact]
    public void A_step_before_the_optimizers_is_warned_of()
    {
        const string Warned = """

            import warnings
            def warned(act):
                with warnings.catch_warnings(record=True) as caught:
                    warnings.simplefilter("always")
                    act()
                return [str(one.message) for one in caught]
            def early():
                sched = StepLR(optimizer(), 3)
                sched.step()
            def fine():
                opt = optimizer()
                sched = StepLR(opt, 3)
                opt.step()
                sched.step()
                sched.step()
            """;
        Assert.Equal(python.Eval("warned(early)", Schedules.Setup + Warned), Heard(() => new StepLR(Schedules.Groups("SGD"), 3).Step()));
        Assert.Equal(python.Eval("warned(fine)", Schedules.Setup + Warned), Heard(() =>
        {
            var optimizer = Schedules.Groups("SGD");
            var scheduler = new StepLR(optimizer, 3);
            optimizer.Step();
            scheduler.Step();
            scheduler.Step();
        }));
        Assert.Equal(python.Eval("warned(lambda: ExponentialLR(optimizer(), 0.5).step(3))", Schedules.Setup + Warned), Heard(() => new ExponentialLR(Schedules.Groups("SGD"), 0.5).Step(3)));
    }

    [Fact]
    public void Training_that_goes_on_needs_the_first_rates() =>
        Assert.Equal(
            python.Error("StepLR(optimizer(), 3, last_epoch=5)", Schedules.Setup).Message,
            PythonValue.Repr(Assert.Throws<KeyNotFoundException>(() => new StepLR(Schedules.Groups("SGD"), 3, lastEpoch: 5)).Message));

    [Theory]
    [InlineData("StepLR(step_size=3)")]
    [InlineData("ExponentialLR(gamma=0.97)")]
    [InlineData("LinearLR(total_iters=20)")]
    [InlineData("PolynomialLR(total_iters=30, power=1.7)")]
    [InlineData("CosineAnnealingLR(T_max=20)")]
    [InlineData("CosineAnnealingWarmRestarts(T_0=7, T_mult=2)")]
    [InlineData("SWALR(swa_lr=0.05)")]
    public void Rates_that_are_tensors_are_computed_as_tensors(string row)
    {
        var optimizer = new SGD([new Parameter(Torch.Ones(1))], lr: Torch.Tensor(0.1f));
        var scheduler = PythonConstructor.Make<LRScheduler, Optimizer>(row, optimizer);
        List<object?> seen = [];
        for (var i = 0; i < 50; i++)
        {
            optimizer.Step();
            scheduler.Step();
            seen.Add(PythonValue.Copy(optimizer.ParamGroups[0]["lr"], tensor => tensor.Clone()));
        }

        seen.Add(scheduler.StateDict());
        Assert.Equal(python.Eval("text(seen)", Schedules.Setup + $"""
            import copy
            opt = torch.optim.SGD([nn.Parameter(torch.ones(1))], lr=torch.tensor(0.1))
            sched = {Schedules.Python(row)}
            seen = []
            for i in range(50):
                opt.step()
                sched.step()
                seen.append(copy.deepcopy(opt.param_groups[0]["lr"]))
            seen.append(sched.state_dict())
            """), StateText.Of(seen));
    }

    [Fact]
    public void A_scheduler_of_ones_own()
    {
        var optimizer = Schedules.Groups("SGD");
        var scheduler = new Halving(optimizer);
        Schedules.Walk(optimizer, scheduler, 3);
        Assert.Equal([0.3 / 8, 0.1 / 8], scheduler.GetLastLr());
    }

    [Theory]
    [InlineData("ReduceLROnPlateau(patience=3)")]
    [InlineData("ReduceLROnPlateau(mode='max', factor=0.5, patience=2, threshold=0.01, threshold_mode='abs', cooldown=4, min_lr=[0.01, 0.001], eps=1e-5)")]
    [InlineData("ReduceLROnPlateau(mode='max', threshold=0.2, patience=1, min_lr=0.05)")]
    [InlineData("ReduceLROnPlateau(threshold=0.5, threshold_mode='abs', patience=5)")]
    public void Plateaus_are_seen(string row)
    {
        var expected = python.Eval($"plateau()", Schedules.Setup + $"""

            def plateau():
                opt = optimizer()
                sched = {Schedules.Python(row)}
                seen = [text(sched.state_dict())]
                for step in range(200):
                    sched.step(1 / (1 + step % 17) + step / 100)
                    seen.append(shown(opt))
                return text([seen, sched.state_dict()])
            """);
        var optimizer = Schedules.Groups("SGD");
        var scheduler = PythonConstructor.Make<ReduceLROnPlateau, Optimizer>(row, optimizer);
        List<object?> seen = [StateText.Of(scheduler.StateDict())];
        for (var step = 0; step < 200; step++)
        {
            scheduler.Step((1.0 / (1 + (step % 17))) + (step / 100.0));
            seen.Add(Schedules.Shown(optimizer));
        }

        Assert.Equal(expected, StateText.Of(new List<object?> { seen, scheduler.StateDict() }));
    }

    private static string Heard(Action act) => $"[{string.Join(", ", HeardWarnings.While(act).Select(text => PythonValue.Repr(text)))}]";

    private sealed class Halving : LRScheduler
    {
        public Halving(Optimizer optimizer)
            : base(optimizer) => Begin();

        protected override IEnumerable<double> GetLr() => BaseLrs.Select(rate => rate * Math.Pow(0.5, LastEpoch));
    }
}
