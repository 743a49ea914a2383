using static LibTorch.Tests.Autograd.CustomFunctions;

namespace LibTorch.Tests.Autograd;

/// <summary>Backward passes on several threads and inside each other; the names are those of PyTorch's own tests.</summary>
public sealed class ThreadsTests
{
    [Fact]
    public void test_simple_backward()
    {
        // A graph of its own on each thread, with hooks and functions of its own.
        Parallel.For(0, 64, i =>
        {
            using var x = Torch.Full([5], i, dtype: DType.Float64, requiresGrad: true);
            x.RegisterHook(grad => grad * 2);
            (new MyExp().Apply(x * 0.01) * x).Sum().Backward();
            using var expected = 2 * (x.Detach() * 0.01).Exp() * (1 + 0.01 * x.Detach());

            // The two sums are rounded in another order.
            Assert.All(x.Grad!.ToArray<double>().Zip(expected.ToArray<double>()), pair => Assert.Equal(pair.Second, pair.First, 1e-12));
        });
    }

    [Fact]
    public void test_simple_backward_same_input()
    {
        // All threads add to one leaf.
        using var x = Torch.Ones([5, 5], requiresGrad: true);
        var calls = 0;
        x.RegisterHook(_ => { Interlocked.Increment(ref calls); });
        Parallel.For(0, 100, _ => (x * 3).Sum().Backward());
        Assert.Equal(100, calls);
        Assert.All(x.Grad!.ToArray<float>(), value => Assert.Equal(300f, value));
    }

    [Fact]
    public void test_python_thread_in_middle()
    {
        // One graph, whose last part each thread has for itself.
        using var x = Torch.Ones([5, 5], requiresGrad: true);
        var shared = new MyExp().Apply(x * 0);
        Parallel.For(0, 50, i => (shared * i).Sum().Backward(retainGraph: true));
        using var expected = Torch.Zeros([5, 5]);
        Assert.Equal(expected.ToArray<float>(), x.Grad!.ToArray<float>());
    }

    [Fact]
    public void test_exceptions_on_several_threads_stay_apart()
    {
        Parallel.For(0, 50, i =>
        {
            using var x = Torch.Ones(2, requiresGrad: true);
            x.RegisterHook(_ => throw new InvalidDataException($"{i}"));
            Assert.Equal($"{i}", Assert.Throws<InvalidDataException>(() => (x * 2).Sum().Backward()).Message);
        });
    }

    [Fact]
    public void test_reentrant_with_leaf_variable_hook()
    {
        using var parameter = Torch.Tensor([3.0], requiresGrad: true);
        RemovableHandle? handle = null;
        handle = parameter.RegisterHook(grad =>
        {
            handle!.Remove();
            using (Torch.EnableGrad())
            {
                parameter.Pow(2).Sum().Backward();
            }
        });
        (parameter * 2).Sum().Backward();
        Assert.Equal([8.0], parameter.Grad!.ToArray<double>());
    }

    [Fact]
    public void test_deep_reentrant()
    {
        // So deep that libtorch goes on with threads of its own.
        Custom? deep = null;
        var threads = new HashSet<int>();
        deep = new Custom(
            (ctx, inputs) =>
            {
                ctx.SaveForBackward(inputs);
                return [inputs[0] - 1];
            },
            (ctx, grads) =>
            {
                threads.Add(Environment.CurrentManagedThreadId);
                var left = ctx.SavedTensors[0].Item<double>();
                if (left > 0)
                {
                    using var recording = Torch.EnableGrad();
                    var next = (ctx.SavedTensors[0].Detach() - 1).RequiresGrad_();
                    deep!.Apply(next)[0].Sum().Backward();
                }

                return [grads[0]];
            });
        using var x = Torch.Tensor([150.0], requiresGrad: true);
        deep.Apply(x)[0].Sum().Backward();
        Assert.Equal([1.0], x.Grad!.ToArray<double>());
        Assert.True(threads.Count > 1, "all of it ran on one thread");
    }

    [Fact]
    public void test_an_exception_from_deep_inside()
    {
        Custom? deep = null;
        deep = new Custom(
            (ctx, inputs) =>
            {
                ctx.SaveForBackward(inputs);
                return [inputs[0] - 1];
            },
            (ctx, grads) =>
            {
                using var recording = Torch.EnableGrad();
                var left = ctx.SavedTensors[0];
                if (left.Item<double>() < 1)
                {
                    throw new InvalidDataException("at the bottom");
                }

                deep!.Apply((left.Detach() - 1).RequiresGrad_())[0].Sum().Backward();
                return [grads[0]];
            });
        using var x = Torch.Tensor([100.0], requiresGrad: true);
        Assert.Equal("at the bottom", Assert.Throws<InvalidDataException>(() => deep.Apply(x)[0].Sum().Backward()).Message);
        (x * 2).Sum().Backward();
        Assert.Equal([2.0], x.Grad!.ToArray<double>());
    }
}
