namespace LibTorch.Tests.Autograd.Forward;

/// <summary>Dual numbers, against Python.</summary>
public sealed class ForwardModeTests(PythonSession python)
{
    private const string Setup = """
        import torch.autograd.forward_ad as fwAD
        x = torch.tensor([1., 2.], dtype=torch.float64)
        t = torch.tensor([3., 5.], dtype=torch.float64)
        """;

    [Fact]
    public void A_tangent_goes_through_a_function()
    {
        using var x = Torch.Tensor([1.0, 2.0]);
        using var t = Torch.Tensor([3.0, 5.0]);
        using var level = Torch.Autograd.ForwardAD.DualLevel();
        var dual = Torch.Autograd.ForwardAD.MakeDual(x, t);
        var (primal, tangent) = Torch.Autograd.ForwardAD.UnpackDual((dual.Sin() * dual).Exp());
        const string Code = Setup + """

            with fwAD.dual_level():
                d = fwAD.make_dual(x, t)
                r = tuple(fwAD.unpack_dual((d.sin() * d).exp()))
            """;
        Parity.Same(python, "r", [primal, tangent!], Code);
        Assert.Equal(0, level.Level);
    }

    [Fact]
    public void Without_a_tangent_there_is_none()
    {
        using var x = Torch.Tensor([1.0, 2.0]);
        Assert.Null(Torch.Autograd.ForwardAD.UnpackDual(x).Tangent);
        using var level = Torch.Autograd.ForwardAD.DualLevel();
        Assert.Null(Torch.Autograd.ForwardAD.UnpackDual(x).Tangent);
    }

    [Fact]
    public void A_dual_tensor_loses_its_tangent_with_the_level()
    {
        using var x = Torch.Tensor([1.0, 2.0]);
        Tensor dual;
        using (Torch.Autograd.ForwardAD.DualLevel())
        {
            dual = Torch.Autograd.ForwardAD.MakeDual(x, x);
            Assert.NotNull(Torch.Autograd.ForwardAD.UnpackDual(dual).Tangent);
        }

        Assert.Null(Torch.Autograd.ForwardAD.UnpackDual(dual).Tangent);
        using var level = Torch.Autograd.ForwardAD.DualLevel();
        Assert.Null(Torch.Autograd.ForwardAD.UnpackDual(dual).Tangent);
    }

    [Fact]
    public void Errors_have_Pythons_words()
    {
        using var x = Torch.Tensor([1.0, 2.0]);
        Parity.SameError(python, "fwAD.make_dual(x, t)", () => Torch.Autograd.ForwardAD.MakeDual(x, x), Setup);
        Parity.SameError(python, "fwAD.exit_dual_level()", () => Torch.Autograd.ForwardAD.ExitDualLevel(), Setup);
        const string InLevel = Setup + """

            def inside(f):
                with fwAD.dual_level():
                    return f()
            """;
        Parity.SameError(python, "inside(lambda: fwAD.make_dual(x, torch.ones(3, dtype=torch.float64)))", () => Inside(() => Torch.Autograd.ForwardAD.MakeDual(x, Torch.Ones(3, dtype: DType.Float64))), InLevel);
        Parity.SameError(python, "inside(lambda: fwAD.make_dual(x.long(), t))", () => Inside(() => Torch.Autograd.ForwardAD.MakeDual(x.Long(), x)), InLevel);
        Parity.SameError(python, "inside(lambda: fwAD.make_dual(x, t.long()))", () => Inside(() => Torch.Autograd.ForwardAD.MakeDual(x, x.Long())), InLevel);
        Parity.SameError(python, "inside(lambda: fwAD.make_dual(x, t, level=7))", () => Inside(() => Torch.Autograd.ForwardAD.MakeDual(x, x, level: 7)), InLevel);
        Parity.SameError(python, "inside(lambda: fwAD.exit_dual_level(level=3))", () => Inside(() => Torch.Autograd.ForwardAD.ExitDualLevel(3)), InLevel);
        Parity.SameError(python, "inside(lambda: inside(lambda: 1))", () => Inside(() => Inside(() => { })), InLevel);
    }

    [Fact]
    public void A_level_ends_when_its_block_throws()
    {
        Assert.Throws<InvalidOperationException>(() => Inside(() => throw new InvalidOperationException()));
        var level = Torch.Autograd.ForwardAD.EnterDualLevel();
        Assert.Equal(0, level);
        Torch.Autograd.ForwardAD.ExitDualLevel();
    }

    [Fact]
    public void Threads_have_levels_at_the_same_time()
    {
        using var barrier = new Barrier(4);
        Parallel.For(0, 4, new ParallelOptions { MaxDegreeOfParallelism = 4 }, i =>
        {
            barrier.SignalAndWait();
            for (var n = 0; n < 50; n++)
            {
                using var level = Torch.Autograd.ForwardAD.DualLevel();
                using var x = Torch.Full([3], (double)i, dtype: DType.Float64);
                var dual = Torch.Autograd.ForwardAD.MakeDual(x, Torch.OnesLike(x));
                Assert.Equal([2.0 * i, 2.0 * i, 2.0 * i], Torch.Autograd.ForwardAD.UnpackDual(dual * dual).Tangent!.ToArray<double>());
            }
        });
    }

    private static void Inside(Action body)
    {
        using var level = Torch.Autograd.ForwardAD.DualLevel();
        body();
    }
}
