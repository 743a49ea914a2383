using System.Runtime.CompilerServices;
using LibTorch.Jit;
using LibTorch.NN;
using LibTorch.Tests.Func;

namespace LibTorch.Tests.Jit;

/// <summary>What a trace does to its surroundings, and they to it: warnings, random numbers, modes, threads, scopes and memory.</summary>
[Collection(ProcessWideState.Name)]
public sealed class TracingModesTests(PythonSession python)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    // What each does with a tensor of one element.
    private static readonly Dictionary<string, Action<Tensor>> Leaving = new()
    {
        ["Item"] = x => x.Item<float>(),
        ["float"] = x => _ = (float)x,
        ["bool"] = x => _ = (bool)x,
        ["condition"] = x => _ = x > 0 ? 1 : 2,
        ["ToArray"] = x => x.ToArray<float>(),
        ["CopyTo"] = x => x.CopyTo<float>(new float[1]),
        ["AsSpan"] = x => x.AsSpan<float>(),
        ["Lease"] = x => x.Lease<float>().Dispose(),
    };

    private readonly Tensor _x = Torch.Arange(6f).Reshape(2, 3);

    public static TheoryData<string> LeavingNames => [.. Leaving.Keys];

    [Theory]
    [MemberData(nameof(LeavingNames))]
    public void Elements_that_leave_the_trace_are_warned_of(string name)
    {
        var heard = TracerWarnings.While(() => Torch.Jit.Trace(
            x =>
            {
                Leaving[name](x.Sum());
                Leaving[name](x.Mean());
                return x * 2;
            },
            _x));
        var text = python.Eval("warned(lambda: torch.jit.trace(lambda x: x * x.sum().item(), torch.ones(3), check_trace=False))", TracerWarnings.Python);
        const string Begin = "Converting a tensor to a ";
        Assert.StartsWith(Begin, text, StringComparison.Ordinal);
        Assert.StartsWith($"{Begin}.NET ", Assert.Single(heard), StringComparison.Ordinal);
        const string Problem = " might cause the trace to be incorrect. ";
        Assert.Contains(Problem, text, StringComparison.Ordinal);
        Assert.Contains(Problem, heard[0], StringComparison.Ordinal);
        Assert.Empty(TracerWarnings.While(() => Leaving[name](_x.Sum())));
    }

    [Fact]
    public void Only_the_thread_that_traces_is_warned_and_only_meanwhile()
    {
        Assert.Empty(TracerWarnings.While(() => Torch.Jit.Trace(
            x =>
            {
                OwnThread.Run(() => _x.Sum().Item<float>());
                return x * 2;
            },
            _x)));
        Assert.Throws<InvalidOperationException>(() => Torch.Jit.Trace<Tensor>(_ => throw new InvalidOperationException("not today"), _x));
        Assert.Empty(TracerWarnings.While(() => _x.Sum().Item<float>()));
    }

    [Fact]
    public void A_function_that_is_not_the_same_twice_is_warned_of_in_Pythons_words()
    {
        var calls = 0;
        Tensor Changing(Tensor x) => x * (calls++ == 0 ? 1 : 3);
        var heard = TracerWarnings.While(() => Torch.Jit.Trace(Changing, _x));
        Assert.Equal(2, calls);
        var expected = python.Eval("warned(lambda: torch.jit.trace(changing, torch.arange(6.).reshape(2, 3)))", TracerWarnings.Python + """
            calls = []
            def changing(x):
                calls.append(x)
                return x * (1 if len(calls) == 1 else 3)
            """);
        Assert.Equal(expected.Replace("the Python function", "the function", StringComparison.Ordinal), Assert.Single(heard));
        foreach (var (check, tolerance) in new[] { (true, 10.0), (false, 1e-5) })
        {
            calls = 0;
            Assert.Empty(TracerWarnings.While(() => Torch.Jit.Trace(Changing, _x, check, tolerance)));
        }
    }

    [Fact]
    public void The_check_draws_the_numbers_of_the_trace_again_and_leaves_no_trace_of_that()
    {
        List<string> states = [];
        foreach (var check in new[] { false, true })
        {
            Torch.ManualSeed(3);
            Assert.Empty(TracerWarnings.While(() => Torch.Jit.Trace(new Dropout(0.5), Torch.Ones(100), check)));
            states.Add(Parity.Bits(Torch.GetRngState()));
        }

        Assert.Equal(states[0], states[1]);
        Torch.ManualSeed(3);
        Assert.NotEqual(Parity.Bits(Torch.GetRngState()), states[0]);
    }

    [Fact]
    public async Task Two_threads_record_each_its_own()
    {
        using Barrier barrier = new(2);
        ScriptModule Traced(int factor) => Torch.Jit.Trace(
            x =>
            {
                barrier.SignalAndWait(Patience);
                var y = x * factor;
                barrier.SignalAndWait(Patience);
                return y + factor;
            },
            _x,
            checkTrace: false);
        var second = Task.Factory.StartNew(() => Traced(3), TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        var two = Traced(2);
        var three = await second;
        Assert.Equal(Parity.Bits((_x.T * 2) + 2), Parity.Bits(two.Call(_x.T)));
        Assert.Equal(Parity.Bits((_x.T * 3) + 3), Parity.Bits(three.Call(_x.T)));
    }

    [Fact]
    public void A_model_outlives_the_scope_in_which_it_was_made()
    {
        ScriptModule model;
        string expected;
        using (new TensorScope())
        {
            Sequential net = [new Linear(3, 4), new ReLU()];
            var shift = Torch.Rand(4);
            model = Torch.Jit.Trace(net, x => net.Call(x) + shift, Torch.Rand(1, 3));
            expected = Parity.Bits(net.Call(_x) + shift);
        }

        Torch.Memory.Collect();
        Assert.Equal(expected, Parity.Bits(model.Call(_x)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Modes_in_which_it_was_made_are_not_the_models(bool inference)
    {
        Sequential net = [new Linear(3, 2), new Tanh()];
        ScriptModule model;
        if (inference)
        {
            using var mode = Torch.InferenceMode();
            model = Torch.Jit.Trace(net, _x);
        }
        else
        {
            using var mode = Torch.NoGrad();
            model = Torch.Jit.Trace(net, _x);
        }

        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(Gradient(net), Gradient(model));
        }

        string Gradient(Module<Tensor, Tensor> called)
        {
            net.ZeroGrad(setToNone: true);
            called.Call(_x).Sum().Backward();
            return Parity.Bits(net.GetParameter("0.weight").Grad!);
        }
    }

    [Fact]
    public void A_trace_of_a_transforms_tensor_fails_as_in_Python()
    {
        Parity.SameError(
            python,
            "vmap(lambda a: torch.jit.trace(lambda b: b * 2, a, check_trace=False)(a))(x)",
            () => Torch.Func.Vmap((Tensor a) => Torch.Jit.Trace(b => b * 2, a, checkTrace: false).Call(a))(FuncSetup.X),
            FuncSetup.Python);
        Parity.SameError(
            python,
            "grad(lambda a: torch.jit.trace(lambda b: (b * b).sum(), a, check_trace=False)(a))(x)",
            () => Torch.Func.Grad((Tensor a) => Torch.Jit.Trace(b => (b * b).Sum(), a, checkTrace: false).Call(a))(FuncSetup.X),
            FuncSetup.Python);
        Assert.Equal(Parity.Bits(_x.T * 2), Parity.Bits(Torch.Jit.Trace(x => x * 2, _x).Call(_x.T)));
    }

    [Fact]
    public void A_hundred_traces_leave_nothing()
    {
        Sequential net = [new Linear(3, 4), new ReLU(), new Linear(4, 2)];
        TraceAgain(net, 3);
        Torch.Memory.Collect();
        var before = Torch.Memory.Live;
        Torch.Memory.RecordOrigins = true;
        try
        {
            TraceAgain(net, 100);
            Torch.Memory.Collect();
            Assert.Empty(Torch.Memory.LivingTensors());
        }
        finally
        {
            Torch.Memory.RecordOrigins = false;
        }

        // Each trace has a constant of a quarter of a MiB.
        Assert.InRange(Torch.Memory.Live - before, long.MinValue, 1 << 20);
    }

    // A method of its own, whose locals are gone when it has returned.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void TraceAgain(Sequential net, int times)
    {
        for (var i = 0; i < times; i++)
        {
            var model = Torch.Jit.Trace(net, x => net.Call(x).Sum() + Torch.Tensor(new float[1 << 16]), _x);
            model.Call(_x);
            Assert.Throws<InvalidOperationException>(() => Torch.Jit.Trace<Tensor>(_ => throw new InvalidOperationException("not today"), _x));
        }
    }
}
