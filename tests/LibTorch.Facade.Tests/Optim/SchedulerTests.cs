using LibTorch.Optim;

namespace LibTorch.Tests.Optim;

/// <summary>Schedulers beside Python's: the learning rates and momentums of 200 steps as doubles, and the state.</summary>
[Collection(ProcessWideState.Name)]
public sealed class SchedulerTests(PythonSession python)
{
    internal static readonly string[] Calls =
    [
        "StepLR(step_size=30)", "StepLR(step_size=7, gamma=0.5)", "MultiStepLR(milestones=[30, 80])", "MultiStepLR(milestones=[3, 3, 50], gamma=0.3)",
        "ConstantLR()", "ConstantLR(factor=0.5, total_iters=20)", "LinearLR()", "LinearLR(start_factor=0.2, end_factor=0.9, total_iters=70)", "LinearLR(start_factor=1.0, end_factor=0.0, total_iters=90)",
        "ExponentialLR(gamma=0.97)", "PolynomialLR()", "PolynomialLR(total_iters=150, power=1.7)",
        "CosineAnnealingLR(T_max=50)", "CosineAnnealingLR(T_max=70, eta_min=0.01)", "CosineAnnealingWarmRestarts(T_0=10)", "CosineAnnealingWarmRestarts(T_0=7, T_mult=2, eta_min=0.001)",
        "CyclicLR(base_lr=0.01, max_lr=0.1, step_size_up=20)", "CyclicLR(base_lr=[0.01, 0.02], max_lr=[0.1, 0.3], step_size_up=15, step_size_down=30, mode='triangular2', base_momentum=0.7)",
        "CyclicLR(base_lr=0.01, max_lr=0.1, step_size_up=20, mode='exp_range', gamma=0.99, cycle_momentum=False)",
        "OneCycleLR(max_lr=0.5, total_steps=201)", "OneCycleLR(max_lr=[0.5, 0.2], epochs=10, steps_per_epoch=21, pct_start=0.4, anneal_strategy='linear', div_factor=10.0)",
        "OneCycleLR(max_lr=0.5, total_steps=220, three_phase=True, base_momentum=0.6, max_momentum=0.9)", "OneCycleLR(max_lr=0.5, total_steps=100)",
        "SWALR(swa_lr=0.05)", "SWALR(swa_lr=[0.05, 0.01], anneal_epochs=30, anneal_strategy='linear')", "SWALR(swa_lr=0.05, anneal_epochs=0)",
    ];

    private static readonly string[] Wrong =
    [
        "ConstantLR(factor=1.5)", "LinearLR(start_factor=-0.5)", "LinearLR(end_factor=2.0)", "CosineAnnealingWarmRestarts(T_0=0)",
        "CosineAnnealingWarmRestarts(T_0=2, T_mult=0)", "CyclicLR(base_lr=0.1, max_lr=[0.1])", "CyclicLR(base_lr=0.1, max_lr=0.2, mode='round')",
        "OneCycleLR(max_lr=0.1)", "OneCycleLR(max_lr=0.1, total_steps=0)", "OneCycleLR(max_lr=0.1, epochs=0, steps_per_epoch=2)", "OneCycleLR(max_lr=0.1, total_steps=5, pct_start=1.5)",
        "OneCycleLR(max_lr=0.1, total_steps=5, anneal_strategy='round')", "OneCycleLR(max_lr=[0.1, 0.2, 0.3], total_steps=5)", "SWALR(swa_lr=[0.1])", "SWALR(swa_lr=0.1, anneal_strategy='round')", "SWALR(swa_lr=0.1, anneal_epochs=-1)",
        "ReduceLROnPlateau(mode='least')", "ReduceLROnPlateau(factor=1.0)", "ReduceLROnPlateau(threshold_mode='some')", "ReduceLROnPlateau(min_lr=[0.1])",
    ];

    public static TheoryData<string> Rows => [.. Calls];

    public static TheoryData<string> WrongRows => [.. Wrong];

    [Theory]
    [MemberData(nameof(Rows))]
    public void Learning_rates_are_Pythons(string row) => Compare(row, "SGD");

    [Theory]
    [InlineData("OneCycleLR(max_lr=0.5, total_steps=201)")]
    [InlineData("CyclicLR(base_lr=0.01, max_lr=0.1, step_size_up=20)")]
    [InlineData("CosineAnnealingLR(T_max=50)")]
    public void Learning_rates_of_Adam_are_Pythons(string row) => Compare(row, "Adam");

    [Theory]
    [InlineData("StepLR(step_size=30)")]
    [InlineData("MultiStepLR(milestones=[3, 3, 50])")]
    [InlineData("ConstantLR(factor=0.5, total_iters=20)")]
    [InlineData("LinearLR(total_iters=70)")]
    [InlineData("ExponentialLR(gamma=0.97)")]
    [InlineData("PolynomialLR(total_iters=150, power=1.7)")]
    [InlineData("CosineAnnealingLR(T_max=50)")]
    [InlineData("CosineAnnealingWarmRestarts(T_0=7, T_mult=2)")]
    [InlineData("CosineAnnealingWarmRestarts(T_0=7)")]
    [InlineData("SWALR(swa_lr=0.05)")]
    public void Epochs_that_are_given_are_gone_to(string row)
    {
        var expected = python.Eval($"answer(lambda: scheduled(lambda opt: {Schedules.Python(row)}, epochs=lambda step: step * 3 % 90))", Schedules.Setup);
        Assert.Equal(expected, Schedules.Answer(() => Schedules.Run(optimizer => PythonConstructor.Make<LRScheduler, Optimizer>(row, optimizer), "SGD", step: (scheduler, i) => scheduler.Step(i * 3 % 90))));
    }

    [Theory]
    [MemberData(nameof(WrongRows))]
    public void What_is_wrong_is_said_as_in_Python(string row) =>
        Parity.SameError(python, $"(lambda opt: {Schedules.Python(row)})(optimizer())", () => PythonConstructor.Make<SchedulerBase, Optimizer>(row, Schedules.Groups("SGD")), Schedules.Setup);

    [Fact]
    public void Functions_give_factors()
    {
        Compare("LambdaLR(opt, lambda epoch: 0.95 ** epoch)", optimizer => new LambdaLR(optimizer, epoch => Math.Pow(0.95, epoch)));
        Compare("LambdaLR(opt, [lambda epoch: 0.95 ** epoch, lambda epoch: 1 / (epoch + 1)])", optimizer => new LambdaLR(optimizer, [epoch => Math.Pow(0.95, epoch), epoch => 1.0 / (epoch + 1)]));
        Compare("MultiplicativeLR(opt, lambda epoch: 0.98)", optimizer => new MultiplicativeLR(optimizer, _ => 0.98));
        Compare(
            "CyclicLR(opt, 0.01, 0.1, step_size_up=10, scale_fn=lambda x: 1 / (5 ** (x * 0.01)), scale_mode='iterations')",
            optimizer => new CyclicLR(optimizer, 0.01, 0.1, stepSizeUp: 10, scaleFn: x => 1 / Math.Pow(5, x * 0.01), scaleMode: "iterations"));
        Parity.SameError(python, "LambdaLR(optimizer(), [lambda epoch: 1])", () => _ = new LambdaLR(Schedules.Groups("SGD"), [_ => 1]), Schedules.Setup);
    }

    [Fact]
    public void Schedulers_follow_each_other_and_are_stepped_together()
    {
        Compare(
            "SequentialLR(opt, [ConstantLR(opt, 0.1, 2), ExponentialLR(opt, 0.9), StepLR(opt, 20)], [5, 60])",
            optimizer => new SequentialLR(optimizer, [new ConstantLR(optimizer, 0.1, 2), new ExponentialLR(optimizer, 0.9), new StepLR(optimizer, 20)], [5, 60]));
        Compare(
            "SequentialLR(opt, [LinearLR(opt, 0.1, total_iters=10), CosineAnnealingLR(opt, 100)], [10])",
            optimizer => new SequentialLR(optimizer, [new LinearLR(optimizer, 0.1, totalIters: 10), new CosineAnnealingLR(optimizer, 100)], [10]));
        Compare(
            "ChainedScheduler([ConstantLR(opt, 0.1, 2), ExponentialLR(opt, 0.99)])",
            optimizer => new ChainedScheduler(new ConstantLR(optimizer, 0.1, 2), new ExponentialLR(optimizer, 0.99)));
        Parity.SameError(python, "(lambda opt: SequentialLR(opt, [ConstantLR(opt)], [1]))(optimizer())", () =>
        {
            var optimizer = Schedules.Groups("SGD");
            _ = new SequentialLR(optimizer, [new ConstantLR(optimizer)], [1]);
        }, Schedules.Setup);
        Parity.SameError(python, "(lambda a, b: SequentialLR(a, [ConstantLR(a), ConstantLR(b)], [1]))(optimizer(), optimizer())", () =>
        {
            var (one, other) = (Schedules.Groups("SGD"), Schedules.Groups("SGD"));
            _ = new SequentialLR(one, [new ConstantLR(one), new ConstantLR(other)], [1]);
        }, Schedules.Setup);
    }

    private void Compare(string row, string name) =>
        Assert.Equal(
            python.Eval($"answer(lambda: scheduled(lambda opt: {Schedules.Python(row)}, '{name}'))", Schedules.Setup),
            Schedules.Answer(() => Schedules.Run(optimizer => PythonConstructor.Make<LRScheduler, Optimizer>(row, optimizer), name)));

    private void Compare(string expression, Func<Optimizer, LRScheduler> make) =>
        Assert.Equal(python.Eval($"scheduled(lambda opt: {expression})", Schedules.Setup), Schedules.Run(make, "SGD"));
}
