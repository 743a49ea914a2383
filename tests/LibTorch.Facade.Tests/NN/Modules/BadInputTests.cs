using LibTorch.NN;

namespace LibTorch.Tests.NN;

/// <summary>Modules that are given what they cannot use: an exception, and nothing half done.</summary>
[Collection(ProcessWideState.Name)]
public sealed class BadInputTests(PythonSession python)
{
    [Fact]
    public void A_parameter_that_was_disposed_of_is_said_so_and_nothing_is_loaded()
    {
        Sequential net = [new Linear(2, 2), new Linear(2, 2)];
        var state = ((Sequential)net.DeepCopy()).StateDict();
        var before = Parity.Bits(net[0].GetParameter("weight"));
        ((Linear)net[1]).Weight.Dispose();
        state["0.weight"] = Torch.Ones(2, 2);
        Assert.Throws<ObjectDisposedException>(() => net.LoadStateDict(state));
        Assert.Throws<ObjectDisposedException>(() => net.Call(Torch.Ones(2)));
        Assert.Throws<ObjectDisposedException>(() => net.StateDict());
        Assert.Throws<ObjectDisposedException>(() => net.DeepCopy());
        Assert.Equal(before, Parity.Bits(net[0].GetParameter("weight")));
    }

    [Fact]
    public void A_tensor_of_the_state_that_was_disposed_of_is_said_so_and_nothing_is_loaded()
    {
        Sequential net = [new Linear(2, 2), new Linear(2, 2)];
        var state = ((Sequential)net.DeepCopy()).StateDict();
        state["0.weight"] = Torch.Ones(2, 2);
        state["1.bias"].Dispose();
        var before = Parity.Bits(net[0].GetParameter("weight"));
        Assert.Throws<ObjectDisposedException>(() => net.LoadStateDict(state));
        Assert.Equal(before, Parity.Bits(net[0].GetParameter("weight")));
    }

    [Theory]
    [InlineData("torch.float64")]
    [InlineData("torch.int64")]
    [InlineData("torch.bool")]
    public void A_state_of_another_dtype_is_converted_as_in_Python(string dtype)
    {
        Torch.ManualSeed(3);
        var linear = new Linear(2, 2);
        var state = linear.StateDict();
        var made = new StateDict();
        foreach (var (name, tensor) in state)
        {
            made[name] = (tensor * 10).To(dtype switch { "torch.float64" => LibTorch.DType.Float64, "torch.int64" => LibTorch.DType.Int64, _ => LibTorch.DType.Bool });
        }

        linear.LoadStateDict(made);
        Parity.Same(
            python, "list(m.state_dict().values())", linear.StateDict().Values,
            $"import torch.nn as nn\ntorch.manual_seed(3)\nm = nn.Linear(2, 2)\nm.load_state_dict({{n: (t * 10).to({dtype}) for n, t in m.state_dict().items()}})\n");
    }

    [Fact]
    public void Assigned_tensors_are_the_parameters_data()
    {
        var linear = new Linear(2, 2);
        linear.Bias!.RequiresGrad_(false);
        var weight = linear.Weight;
        var given = new StateDict { ["weight"] = Torch.Ones([2, 2], dtype: LibTorch.DType.Float64), ["bias"] = Torch.Ones([2], dtype: LibTorch.DType.Float64) };
        linear.LoadStateDict(given, assign: true);
        Assert.Same(weight, linear.Weight);
        given["weight"].Fill_(3);
        Assert.Equal(3, linear.Weight[0, 0].Item<double>());
        Assert.Equal("True False", $"{linear.Weight.RequiresGrad} {linear.Bias!.RequiresGrad}");
        var before = linear.StateDict().Values.Select(Parity.Bits).ToList();
        var whole = new StateDict { ["bias"] = Torch.Zeros(2), ["weight"] = Torch.Ones([2, 2], dtype: LibTorch.DType.Int64) };
        Assert.Contains("require gradients", Assert.Throws<TorchException>(() => linear.LoadStateDict(whole, assign: true)).Message, StringComparison.Ordinal);
        Assert.Equal(before, linear.StateDict().Values.Select(Parity.Bits));
    }

    [Fact]
    public void A_state_without_values_is_refused_and_nothing_is_loaded()
    {
        Sequential net = [new Linear(2, 2), new Linear(2, 2)];
        var state = ((Sequential)net.DeepCopy()).StateDict();
        state["0.weight"] = Torch.Ones(2, 2);
        state["1.weight"] = Torch.Empty([2, 2], device: new Device(DeviceType.Meta));
        var before = net.StateDict().Values.Select(Parity.Bits).ToList();
        Assert.Equal(
            python.Error("m.load_state_dict(s)", """
                import torch.nn as nn
                m = nn.Sequential(nn.Linear(2, 2), nn.Linear(2, 2))
                s = m.state_dict()
                s['1.weight'] = torch.empty(2, 2, device='meta')
                """).Message,
            Assert.Throws<TorchException>(() => net.LoadStateDict(state)).Message);
        Assert.Equal(before, net.StateDict().Values.Select(Parity.Bits));
    }

    [Fact]
    public void Null_is_refused_where_Python_has_None()
    {
        Assert.Throws<ArgumentNullException>(() => new Sequential((Module<Tensor, Tensor>)null!));
        Assert.Throws<ArgumentNullException>(() => new Linear(2, 2).Call(null!));
        var list = new ModuleList<Module>();
        Assert.Throws<ArgumentNullException>(() => list.Add(null!));
        Assert.Throws<ArgumentNullException>(() => list.LoadStateDict(null!));
        Assert.Throws<ArgumentNullException>(() => list.Apply(null!));
        Assert.Throws<ArgumentNullException>(() => list.RegisterFullBackwardHook((BackwardHook)null!));
        list.RegisterModule("none", null);
        list.RegisterParameter("nothing", null);
        Assert.Empty(list.Children);
        Assert.Throws<ArgumentException>(() => list.RegisterModule("a.b", new ReLU()));
        Assert.Throws<ArgumentException>(() => list.RegisterModule("", new ReLU()));
        list.RegisterParameter("p", new Parameter(Torch.Ones(1)));
        Assert.Throws<ArgumentException>(() => list.RegisterModule("p", new ReLU()));
        list.RegisterParameter("p", new Parameter(Torch.Ones(2)));
        Assert.Equal(2, list.GetParameter("p").Numel);
    }

    [Fact]
    public void A_cycle_is_an_exception_and_never_the_end()
    {
        Sequential net = [new ReLU()];
        net.Append(net);
        Assert.Throws<InvalidOperationException>(() => net.Apply(_ => { }));
        Assert.Throws<InvalidOperationException>(() => net.StateDict());
        Assert.Throws<InvalidOperationException>(() => net.LoadStateDict(new StateDict()));
        Assert.Throws<InvalidOperationException>(() => Torch.Func.FunctionalCall(net, new Dictionary<string, Tensor>(), Torch.Ones(1)));
        Assert.Throws<InsufficientExecutionStackException>(() => net.Call(Torch.Ones(1)));
        Assert.Equal(2, net.Modules.Count());
        net.Eval();
        net.Double();
        var copy = net.DeepCopy();
        Assert.Same(copy, copy.Children.Last());
        net.Dispose();
    }

    // A thread with a known stack size, since the default depends on the system. Each nested call takes at least 16 bytes of
    // stack, however well it is optimized, so this many levels always overflow it.
    [Fact]
    public void Modules_too_deep_in_each_other_are_an_exception()
    {
        const int Stack = 1 << 20;
        Sequential net = [new ReLU()];
        for (var i = 0; i < Stack / 16; i++)
        {
            net = [net];
        }

        OwnThread.Run(
            () =>
            {
                Assert.Throws<InsufficientExecutionStackException>(() => net.ToString());
                Assert.Throws<InsufficientExecutionStackException>(() => net.StateDict());
                Assert.Throws<InsufficientExecutionStackException>(() => net.Parameters().Count());
                Assert.Throws<InsufficientExecutionStackException>(() => net.DeepCopy());
                Assert.Throws<InsufficientExecutionStackException>(() => net.Call(Torch.Ones(1)));
            },
            Stack);
    }

    [Fact]
    public void The_tree_may_be_changed_while_it_is_walked()
    {
        var list = new ModuleList<Module>(new ReLU(), new ReLU());
        foreach (var module in list.Modules)
        {
            if (module is ReLU)
            {
                list.Add(new Tanh());
            }
        }

        Assert.Equal(4, list.Count);
        list.Apply(module =>
        {
            if (module is ReLU)
            {
                list.Remove(module);
            }
        });
        Assert.Equal(2, list.Count);
        foreach (var (name, _) in list.NamedParameters())
        {
            Assert.Fail(name);
        }

        Sequential net = [new ReLU(), new ReLU()];
        net[0].RegisterForwardHook((_, _, _) => net.Append(new Tanh()));
        Assert.Throws<InvalidOperationException>(() => net.Call(Torch.Ones(1)));
        Assert.Equal(3, net.Count);
    }

    [Fact]
    public void Threads_may_use_one_module()
    {
        Torch.ManualSeed(3);
        Sequential net = [new Linear(4, 8), new Tanh(), new Linear(8, 2)];
        var x = Torch.Randn(5, 4);
        var expected = Parity.Bits(net.Call(x));
        var copies = new Sequential[8];
        Parallel.For(0, copies.Length, i =>
        {
            for (var round = 0; round < 20; round++)
            {
                Assert.Equal(expected, Parity.Bits(net.Call(x)));
                using var hook = net[1].RegisterForwardHook((_, _, output) => output);
                _ = net.StateDict();
                copies[i] = (Sequential)net.DeepCopy();
                Torch.Func.FunctionalCall(net, new Dictionary<string, Tensor> { ["0.weight"] = ((Linear)net[0]).Weight }, x);
            }
        });
        Assert.All(copies, copy => Assert.Equal(expected, Parity.Bits(copy.Call(x))));
    }

    [Fact]
    public void Other_names_and_sizes_on_another_thread_never_end_the_process()
    {
        var net = new Linear(4, 4);
        var x = Torch.Ones(4);
        using var done = new ManualResetEventSlim();
        var swapping = new Thread(() =>
        {
            while (!done.IsSet)
            {
                Torch.Func.FunctionalCall(net, new Dictionary<string, Tensor> { ["weight"] = Torch.Eye(4) }, x);
            }
        });
        swapping.Start();
        for (var i = 0; i < 2000; i++)
        {
            using var output = net.Call(x);
            Assert.Equal(4, output.Numel);
        }

        done.Set();
        swapping.Join();
        Assert.Null(net.Weight.StandIn);
    }
}
