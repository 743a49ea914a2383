using LibTorch.Interop;
using LibTorch.NN;
using LibTorch.Optim;
using LibTorch.Tests.Optim;
using GradScaler = LibTorch.Torch.Amp.GradScaler;

namespace LibTorch.Tests.Amp;

/// <summary>Scaled losses on the host, where the running libtorch has the kernels, beside Python's.</summary>
[Collection(ProcessWideState.Name)]
public sealed class GradScalerTests(PythonSession python)
{
    private const string Training = """
        def trained(optimizer, steps=12):
            torch.manual_seed(5)
            net = nn.Linear(4, 2)
            opt = optimizer(net.parameters())
            scaler = torch.amp.GradScaler("cpu", init_scale=1024.0, growth_interval=3)
            lines = []
            for i in range(steps):
                opt.zero_grad()
                loss = net(torch.randn(8, 4)).square().mean()
                if i in (3, 7):
                    loss = loss * float("inf")
                scaler.scale(loss).backward()
                if i % 2:
                    scaler.unscale_(opt)
                    lines.append(bits([p.grad for p in net.parameters()]))
                scaler.step(opt)
                scaler.update()
                lines.append(bits(list(net.parameters())) + f" {scaler.get_scale()} {scaler.state_dict()}")
            return "\n".join(lines)
        def scaled(optimizer=None):
            p = nn.Parameter(torch.ones(2))
            scaler = torch.amp.GradScaler("cpu")
            scaler.scale(p.sum()).backward()
            return scaler, torch.optim.SGD([p], lr=0.1)
        """;

    public static TheoryData<string> Optimizers =>
    [
        "SGD(lr=0.1)", "SGD(lr=0.1, momentum=0.9, fused=True)", "Adam(lr=0.1)", "Adam(lr=0.1, fused=True)", "AdamW(lr=0.1, fused=True)", "Adagrad(lr=0.1, fused=True)",
    ];

    private static bool HasKernels => LibraryCalls.IsAtLeast(2, 3);

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void Parameters_and_scale_are_Pythons(string optimizer)
    {
        SkipWithoutKernels();
        var (name, arguments) = (optimizer.Split('(')[0], optimizer[(optimizer.IndexOf('(', StringComparison.Ordinal) + 1)..^1]);
        Assert.Equal(python.Eval($"trained(lambda params: torch.optim.{name}(params, {arguments}))", Training), Trained(optimizer));
    }

    [Fact]
    public void What_is_done_in_the_wrong_order_is_refused()
    {
        SkipWithoutKernels();
        const string Setup = Training + """

            def twice():
                scaler, opt = scaled()
                scaler.unscale_(opt)
                scaler.unscale_(opt)
            def behind():
                scaler, opt = scaled()
                scaler.step(opt)
                scaler.unscale_(opt)
            def again():
                scaler, opt = scaled()
                scaler.step(opt)
                scaler.step(opt)
            def unseen():
                scaler, opt = scaled()
                scaler.update()
            def without():
                scaler, opt = scaled()
                opt.zero_grad(set_to_none=True)
                scaler.step(opt)
            def half():
                scaler, opt = scaled()
                p = nn.Parameter(torch.ones(2, dtype=torch.float16))
                p.grad = torch.ones_like(p)
                scaler.unscale_(torch.optim.SGD([p], lr=0.1))
            """;
        static void On(Action<GradScaler, Optimizer> act)
        {
            var p = new Parameter(Torch.Ones(2));
            var scaler = new GradScaler("cpu");
            scaler.Scale(p.Sum()).Backward();
            act(scaler, new SGD([p], lr: 0.1));
        }

        Parity.SameError(python, "twice()", () => On((scaler, opt) => { scaler.Unscale_(opt); scaler.Unscale_(opt); }), Setup);
        Parity.SameError(python, "behind()", () => On((scaler, opt) => { scaler.Step(opt); scaler.Unscale_(opt); }), Setup);
        Parity.SameError(python, "again()", () => On((scaler, opt) => { scaler.Step(opt); scaler.Step(opt); }), Setup);
        Parity.SameError(python, "unseen()", () => On((scaler, _) => scaler.Update()), Setup);
        Parity.SameError(python, "without()", () => On((scaler, opt) => { opt.ZeroGrad(setToNone: true); scaler.Step(opt); }), Setup);
        Parity.SameError(python, "half()", () => On((scaler, _) =>
        {
            var half = new Parameter(Torch.Ones([2], dtype: DType.Float16)) { Grad = Torch.Ones([2], dtype: DType.Float16) };
            scaler.Unscale_(new SGD([half], lr: 0.1));
        }), Setup);
        Parity.SameError(python, "scaled()[0].step(scaled()[1], closure=lambda: 1)", () => On((scaler, opt) => scaler.Step(opt, () => Torch.Ones(1))), Setup);
        Parity.SameError(python, "torch.amp.GradScaler('cpu').unscale_(scaled()[1])", () => On((_, opt) => new GradScaler("cpu").Unscale_(opt)), Setup);
        Parity.SameError(python, "torch.amp.GradScaler('cpu').step(scaled()[1])", () => On((_, opt) => new GradScaler("cpu").Step(opt)), Setup);
        Parity.SameError(python, "torch.amp.GradScaler('cpu').update()", () => new GradScaler("cpu").Update(), Setup);
        Parity.SameError(python, "torch.amp.GradScaler('cpu', growth_factor=1.0)", () => _ = new GradScaler("cpu", growthFactor: 1));
        Parity.SameError(python, "torch.amp.GradScaler('cpu', backoff_factor=1.0)", () => _ = new GradScaler("cpu", backoffFactor: 1));
        Parity.SameError(python, "torch.amp.GradScaler('cpu').load_state_dict({})", () => new GradScaler("cpu").LoadStateDict(new StateDictionary()));
        Parity.SameError(python, "scaled()[0].update(torch.ones(2))", () => On((scaler, _) => scaler.Update(Torch.Ones(2))), Setup);
    }

    [Fact]
    public void A_state_goes_on_in_another_scaler()
    {
        SkipWithoutKernels();
        const string Setup = Training + """

            def loaded():
                scaler, opt = scaled()
                scaler.step(opt)
                scaler.update()
                scaler.update(512.0)
                first, second = torch.amp.GradScaler("cpu"), scaled()[0]
                for other in (first, second):
                    other.load_state_dict(scaler.state_dict())
                second.update(torch.tensor(3.0))
                return f"{scaler.state_dict()} {first.state_dict()} {second.state_dict()}"
            """;
        static (GradScaler, Optimizer) Scaled()
        {
            var p = new Parameter(Torch.Ones(2));
            var scaler = new GradScaler("cpu");
            scaler.Scale(p.Sum()).Backward();
            return (scaler, new SGD([p], lr: 0.1));
        }

        var (scaler, opt) = Scaled();
        scaler.Step(opt);
        scaler.Update();
        scaler.Update(512);
        var (first, second) = (new GradScaler("cpu"), Scaled().Item1);
        first.LoadStateDict(scaler.StateDict());
        second.LoadStateDict(scaler.StateDict());
        second.Update(Torch.Tensor(3f));
        Assert.Equal(python.Eval("loaded()", Setup), $"{scaler.StateDict()} {first.StateDict()} {second.StateDict()}");
    }

    [Fact]
    public void Several_outputs_are_scaled_in_one_call()
    {
        SkipWithoutKernels();
        var scaled = new GradScaler("cpu", initScale: 4).Scale([Torch.Ones(2), Torch.Ones(1)]);
        Assert.Equal([4f, 4f], scaled[0].ToArray<float>());
        Assert.Equal([4f], scaled[1].ToArray<float>());
    }

    [Fact]
    public void A_scaler_works_in_scopes()
    {
        SkipWithoutKernels();
        var p = new Parameter(Torch.Ones(2));
        var optimizer = new SGD([p], lr: 0.1);
        var scaler = new GradScaler("cpu", growthInterval: 1);
        for (var i = 0; i < 3; i++)
        {
            using var scope = new TensorScope();
            optimizer.ZeroGrad();
            scaler.Scale(p.Sum()).Backward();
            scaler.Step(optimizer);
            scaler.Update();
        }

        Assert.Equal(8 * 65536, scaler.GetScale());
    }

    private static void SkipWithoutKernels() => Assert.SkipUnless(HasKernels, "This libtorch has no kernels for the host.");

    private static string Trained(string row)
    {
        Torch.ManualSeed(5);
        var net = new Linear(4, 2);
        Tensor[] all = [.. net.Parameters()];
        var optimizer = PythonConstructor.Make<Optimizer, IEnumerable<Tensor>>(row, all);
        var scaler = new GradScaler("cpu", initScale: 1024, growthInterval: 3);
        List<string> lines = [];
        for (var i = 0; i < 12; i++)
        {
            optimizer.ZeroGrad();
            var loss = net.Call(Torch.Randn(8, 4)).Square().Mean();
            loss = i is 3 or 7 ? loss * double.PositiveInfinity : loss;
            scaler.Scale(loss).Backward();
            if (i % 2 != 0)
            {
                scaler.Unscale_(optimizer);
                lines.Add(All(all.Select(p => p.Grad!)));
            }

            scaler.Step(optimizer);
            scaler.Update();
            lines.Add($"{All(all)} {PythonText.Float(scaler.GetScale())} {scaler.StateDict()}");
        }

        return string.Join("\n", lines);
    }

    private static string All(IEnumerable<Tensor> tensors) => $"({string.Join("; ", tensors.Select(Parity.Bits))})";
}
