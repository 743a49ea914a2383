namespace LibTorch.Tests.Operators;

/// <summary>What of torch.lobpcg cannot be written as a line of torch_calls.txt.</summary>
[Collection(ProcessWideState.Name)]
public sealed class LobpcgTests(PythonSession python)
{
    private const string Setup = "torch.manual_seed(3); r = torch.randn(12, 12, dtype=torch.float64); a = r @ r.mT + torch.eye(12); x = torch.randn(12, 3, dtype=torch.float64)";

    [Theory]
    [InlineData("ortho")]
    [InlineData("basic")]
    public void Sparse_matrices(string method)
    {
        var (a, x) = Made();
        var found = Torch.Lobpcg(a.ToSparse(), x: x, method: method);
        Parity.Same(python, $"torch.lobpcg(a.to_sparse(), X=x, method='{method}')", [found.E, found.X], Setup);
    }

    [Fact]
    public void Settings_of_the_ortho_method()
    {
        var (a, x) = Made();
        var (e, v) = Torch.Lobpcg(
            a, x: x, orthoIparams: new Dictionary<string, long> { ["ortho_i_max"] = 2, ["ortho_j_max"] = 1 },
            orthoFparams: new Dictionary<string, double> { ["ortho_tol"] = 1e-3, ["ortho_tol_drop"] = 1e-2, ["ortho_tol_replace"] = 1e-4 },
            orthoBparams: new Dictionary<string, bool> { ["ortho_use_drop"] = true });
        const string Call = """
            torch.lobpcg(a, X=x, ortho_iparams={"ortho_i_max": 2, "ortho_j_max": 1},
            ortho_fparams={"ortho_tol": 1e-3, "ortho_tol_drop": 1e-2, "ortho_tol_replace": 1e-4}, ortho_bparams={"ortho_use_drop": True})
            """;
        Parity.Same(python, Call.ReplaceLineEndings(" "), [e, v], Setup);
    }

    [Fact]
    public void A_tracker_sees_each_iteration_and_may_stop_them()
    {
        var (a, x) = Made();
        var seen = new List<string>();
        var stopped = Torch.Lobpcg(a, x: x, tracker: worker =>
        {
            seen.Add($"{worker.IStep} {worker.IterationsLeft} {worker.ConvergedCount} {Parity.Bits(worker.R)}");
            worker.ForceStop = worker.IStep == 3;
        });
        const string Tracked = Setup + """

            seen = []
            def tracker(w):
                seen.append(f"{w.ivars['istep']} {w.ivars['iterations_left']} {w.ivars['converged_count']} {bits(w.R)}")
                w.bvars["force_stop"] = w.ivars["istep"] == 3
            stopped = torch.lobpcg(a, X=x, tracker=tracker)
            """;
        Parity.Same(python, "stopped", [stopped.E, stopped.X], Tracked);
        Assert.Equal(python.Eval("'\\n'.join(seen)", Tracked), string.Join("\n", seen));
    }

    [Fact]
    public void The_gradient_has_a_gradient()
    {
        var (a, x) = Made();
        a.RequiresGrad_();
        var (e, v) = Torch.Lobpcg(a, x: x, largest: false);
        var first = Torch.Autograd.Grad([e.Sum() + v[0].Sum()], [a], createGraph: true)[0]!;
        var second = Torch.Autograd.Grad([first.Pow(2).Sum()], [a])[0]!;
        const string Twice = Setup + """

            a.requires_grad_()
            e, v = torch.lobpcg(a, X=x, largest=False)
            first, = torch.autograd.grad([e.sum() + v[0].sum()], [a], create_graph=True)
            second, = torch.autograd.grad([first.pow(2).sum()], [a])
            """;
        Parity.Same(python, "(first, second)", [first.Detach(), second], Twice);
        Assert.Equal(python.Eval("e.grad_fn.name()", Twice), e.GradFn!.Name);
    }

    [Fact]
    public void What_has_no_gradient_says_so()
    {
        var (a, x) = Made();
        var found = Torch.Lobpcg(a.RequiresGrad_(), b: Torch.Eye(12, dtype: DType.Float64), x: x);
        var error = Assert.Throws<TorchValueException>(() => found.E.Sum().Backward());
        Assert.Equal(python.Error("torch.lobpcg(a.requires_grad_(), B=torch.eye(12, dtype=torch.float64), X=x)[0].sum().backward()", Setup).Message, error.Message);
    }

    private static (Tensor A, Tensor X) Made()
    {
        Torch.ManualSeed(3);
        var r = Torch.Randn([12, 12], dtype: DType.Float64);
        return (r.Matmul(r.MT) + Torch.Eye(12), Torch.Randn([12, 3], dtype: DType.Float64));
    }
}
