using LibTorch.Tests.Operators;
using F = LibTorch.NN.Functional;

namespace LibTorch.Tests.Autograd;

/// <summary>torch.autocast on the CPU: which dtype each result has, its bits, and the gradients.</summary>
/// <remarks>libtorch keeps the converted weights of all threads in one place, which the end of any thread's outermost block empties.</remarks>
[Collection(ProcessWideState.Name)]
public sealed class AutocastTests(PythonSession python)
{
    private const string Inputs = """
        torch.manual_seed(0)
        a, b = torch.rand(8, 8, generator=torch.Generator().manual_seed(0)) - 0.5, torch.rand(8, 8, generator=torch.Generator().manual_seed(1)) - 0.5
        i, w = torch.rand(1, 2, 6, 6, generator=torch.Generator().manual_seed(2)), torch.rand(3, 2, 3, 3, generator=torch.Generator().manual_seed(3))
        h, t = a.bfloat16(), torch.arange(8)
        """;

    public static TheoryData<string> Operators => [.. Calls.Keys];

    private static Dictionary<string, Func<Given, Tensor>> Calls => new()
    {
        ["torch.mm(a, b)"] = g => Torch.Mm(g.A, g.B),
        ["a @ b"] = g => g.A.Matmul(g.B),
        ["torch.bmm(a[None], b[None])"] = g => Torch.Bmm(g.A.Unsqueeze(0), g.B.Unsqueeze(0)),
        ["torch.addmm(a, b, a)"] = g => Torch.Addmm(g.A, g.B, g.A),
        ["torch.einsum('ij,jk->ik', a, b)"] = g => Torch.Einsum("ij,jk->ik", g.A, g.B),
        ["F.linear(a, b)"] = g => F.Linear(g.A, g.B),
        ["F.linear(a, b, b[0])"] = g => F.Linear(g.A, g.B, g.B[0]),
        ["F.conv2d(i, w)"] = g => F.Conv2d(g.I, g.W),
        ["torch.softmax(a, 1)"] = g => Torch.Softmax(g.A, 1),
        ["torch.softmax(h, 1)"] = g => Torch.Softmax(g.H, 1),
        ["torch.softmax(a @ b, 1)"] = g => Torch.Softmax(g.A.Matmul(g.B), 1),
        ["F.layer_norm(a, (8,))"] = g => F.LayerNorm(g.A, [8]),
        ["F.layer_norm(h, (8,))"] = g => F.LayerNorm(g.H, [8]),
        ["F.mse_loss(a, b)"] = g => F.MseLoss(g.A, g.B),
        ["F.mse_loss(h, b)"] = g => F.MseLoss(g.H, g.B),
        ["F.cross_entropy(h, t)"] = g => F.CrossEntropy(g.H, g.T),
        ["F.binary_cross_entropy_with_logits(h, a.abs())"] = g => F.BinaryCrossEntropyWithLogits(g.H, g.A.Abs()),
        ["a + h"] = g => g.A + g.H,
        ["h + h"] = g => g.H + g.H,
        ["h * 2"] = g => g.H * 2,
        ["2.5 * h"] = g => 2.5 * g.H,
        ["torch.exp(h)"] = g => Torch.Exp(g.H),
        ["h.sum()"] = g => g.H.Sum(),
        ["F.relu(h)"] = g => F.Relu(g.H),
        ["torch.cat([a, h])"] = g => Torch.Cat([g.A, g.H]),
        ["torch.stack([h, a])"] = g => Torch.Stack([g.H, g.A]),
        ["torch.linalg.inv(h + 9 * torch.eye(8))"] = g => Torch.Linalg.Inv(g.H + (9 * Torch.Eye(8))),
        ["torch.fft.fft(h).real"] = g => Torch.Real(Torch.FFT.Fft(g.H)),
        ["a.double() @ b.double()"] = g => g.A.Double().Matmul(g.B.Double()),
        ["F.avg_pool2d(i, 2)"] = g => F.AvgPool2d(g.I, 2),
        ["a.clone().addmm_(a, b)"] = g => g.A.Clone().Addmm_(g.A, g.B),
    };

    [Theory]
    [MemberData(nameof(Operators))]
    public void Results_are_Pythons(string expression)
    {
        using var given = new Given();
        foreach (var block in new[] { "'cpu'", "'cpu', dtype=torch.bfloat16", "'cpu', enabled=False" })
        {
            Tensor? result = null;
            TorchException? error = null;
            using (Torch.Autocast("cpu", block.Contains("dtype", StringComparison.Ordinal) ? DType.BFloat16 : null, enabled: !block.Contains("enabled", StringComparison.Ordinal)))
            {
                try
                {
                    result = Calls[expression](given);
                }
                catch (TorchException raised)
                {
                    error = raised;
                }
            }

            var setup = $"{Inputs}\ntry:\n  with torch.autocast({block}):\n    r = bits({expression})\nexcept Exception as e:\n  r = str(e)";
            Assert.Equal(python.Eval("r", setup), result is null ? error!.Message : Parity.Bits(result));
        }
    }

    [Fact]
    public void Results_in_float16_are_Pythons()
    {
        Needs.AtLeast(2, 4);
        using var given = new Given();
        using (Torch.Autocast("cpu", DType.Float16))
        {
            Assert.Equal(DType.Float16, Torch.GetAutocastDType("cpu"));
            Parity.Same(python, "r", given.A.Matmul(given.B), $"{Inputs}\nwith torch.autocast('cpu', torch.float16):\n  r = a @ b");
        }
    }

    [Fact]
    public void Gradients_are_Pythons()
    {
        using var given = new Given();
        Tensor a = given.A.Clone().RequiresGrad_(), b = given.B.Clone().RequiresGrad_();
        Tensor loss;
        using (Torch.Autocast("cpu"))
        {
            var product = a.Matmul(b);
            Assert.Equal(python.Eval("s", Forward), product.ToString());
            loss = F.MseLoss(Torch.Softmax(product.Matmul(b), 1), given.A);
        }

        loss.Backward();
        Parity.Same(python, "(l, p.grad, q.grad)", [loss, a.Grad!, b.Grad!], Forward + "\nl.backward()");
    }

    [Fact]
    public void Backward_in_the_block_is_Pythons()
    {
        using var given = new Given();
        Tensor a = given.A.Clone().RequiresGrad_(), b = given.B.Clone().RequiresGrad_();
        using (Torch.Autocast("cpu"))
        {
            a.Matmul(b).Sum().Backward();
        }

        Parity.Same(python, "(p.grad, q.grad)", [a.Grad!, b.Grad!], Inputs + "\np, q = a.clone().requires_grad_(), b.clone().requires_grad_()\nwith torch.autocast('cpu'):\n  (p @ q).sum().backward()");
    }

    [Fact]
    public void Blocks_nest_and_end()
    {
        using var given = new Given();
        Assert.False(Torch.IsAutocastEnabled("cpu"));
        using (Torch.Autocast("cpu"))
        {
            Assert.True(Torch.IsAutocastEnabled("cpu"));
            using (Torch.Autocast("cpu", enabled: false))
            {
                Assert.False(Torch.IsAutocastEnabled("cpu"));
                Assert.Equal(DType.Float32, given.A.Matmul(given.B).DType);
                using (Torch.Autocast("cpu"))
                {
                    Assert.Equal(DType.BFloat16, given.A.Matmul(given.B).DType);
                }
            }

            Assert.Equal(DType.BFloat16, given.A.Matmul(given.B).DType);
        }

        Assert.False(Torch.IsAutocastEnabled("cpu"));
        Assert.Equal(DType.Float32, given.A.Matmul(given.B).DType);
    }

    [Fact]
    public void Ending_twice_or_by_an_exception_ends_once()
    {
        using (Torch.Autocast("cpu"))
        {
            var inner = Torch.Autocast("cpu", enabled: false);
            inner.Dispose();
            inner.Dispose();
            Assert.True(Torch.IsAutocastEnabled("cpu"));
            try
            {
                using var other = Torch.Autocast("cpu", enabled: false);
                throw new InvalidOperationException();
            }
            catch (InvalidOperationException)
            {
            }

            Assert.True(Torch.IsAutocastEnabled("cpu"));
        }
    }

    [Fact]
    public void It_belongs_to_the_thread()
    {
        using (Torch.Autocast("cpu"))
        {
            var there = true;
            OwnThread.Run(() => there = Torch.IsAutocastEnabled("cpu"));
            Assert.False(there);
        }
    }

    [Theory]
    [InlineData(true, "True")]
    [InlineData(false, "False")]
    public void Converted_weights_are_kept_until_the_outermost_block_ends(bool cache, string text)
    {
        // What changes a weight inside the block goes unseen where its converted copy is kept.
        using var given = new Given();
        var b = given.B.Clone().RequiresGrad_();
        List<Tensor> products = [];
        using (Torch.Autocast("cpu", cacheEnabled: cache))
        {
            using (Torch.Autocast("cpu"))
            {
                products.Add(given.A.Matmul(b));
            }

            using (Torch.NoGrad())
            {
                b.Mul_(2);
            }

            products.Add(given.A.Matmul(b));
        }

        using (Torch.Autocast("cpu"))
        {
            products.Add(given.A.Matmul(b));
        }

        Parity.Same(python, "r", products, Inputs + $"""

            q, r = b.clone().requires_grad_(), []
            with torch.autocast('cpu', cache_enabled={text}):
              with torch.autocast('cpu'):
                r.append(a @ q)
              with torch.no_grad():
                q.mul_(2)
              r.append(a @ q)
            with torch.autocast('cpu'):
              r.append(a @ q)
            """);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Checkpoints_compute_again_as_they_did(bool useReentrant)
    {
        using var given = new Given();
        var a = given.A.Clone().RequiresGrad_();
        Tensor y;
        using (Torch.Autocast("cpu"))
        {
            y = Torch.Utils.Checkpoint(x => x.Matmul(given.B).Exp().Matmul(given.B), a, useReentrant);
        }

        y.Sum().Backward();
        Parity.Same(python, "p.grad", a.Grad!, Inputs + $"""

            from torch.utils.checkpoint import checkpoint
            p = a.clone().requires_grad_()
            with torch.autocast('cpu'):
              y = checkpoint(lambda x: (x @ b).exp() @ b, p, use_reentrant={(useReentrant ? "True" : "False")})
            y.sum().backward()
            """);
    }

    [Fact]
    public void A_device_without_it_is_an_error() =>
        Parity.SameError(python, "torch.autocast('meta', dtype=torch.bfloat16)", () => Torch.Autocast("meta", DType.BFloat16).Dispose());

    private const string Forward = Inputs + """

        p, q = a.clone().requires_grad_(), b.clone().requires_grad_()
        with torch.autocast('cpu'):
          product = p @ q
          s = str(product)
          l = F.mse_loss(torch.softmax(product @ q, 1), a)
        """;

    /// <summary>The inputs that Python has as well.</summary>
    private sealed class Given : IDisposable
    {
        public Tensor A { get; } = Drawn(0, 8, 8) - 0.5;

        public Tensor B { get; } = Drawn(1, 8, 8) - 0.5;

        public Tensor I { get; } = Drawn(2, 1, 2, 6, 6);

        public Tensor W { get; } = Drawn(3, 3, 2, 3, 3);

        public Tensor H => A.Bfloat16();

        public Tensor T { get; } = Torch.Arange(8);

        public void Dispose()
        {
            foreach (var tensor in new[] { A, B, I, W, T })
            {
                tensor.Dispose();
            }
        }

        private static Tensor Drawn(long seed, params long[] shape)
        {
            using var generator = new LibTorch.Generator().ManualSeed(seed);
            return Torch.Rand(shape, generator);
        }
    }
}
