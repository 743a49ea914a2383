namespace LibTorch.Tests.Tensors;

public sealed class DisposeTests
{
    [Fact]
    public void After_Dispose_every_use_throws()
    {
        var x = Torch.Ones(2, requiresGrad: true);
        x.Dispose();
        x.Dispose();
        var uses = new Action[]
        {
            () => _ = x.Shape, () => _ = x.DType, () => _ = x.Device, () => _ = x.Grad, () => _ = x.GradFn, () => _ = x.RequiresGrad,
            () => _ = x.Data, () => _ = x.Version, () => x.ToArray<float>(), () => x.AsSpan<float>(), () => _ = x[0], () => _ = x + 1,
            () => _ = Torch.Ones(2) + x, () => x.Zero_(), () => x.Backward(), () => _ = x.Detach(), () => x.Item(), () => _ = x.ToString(),
            () => _ = x.ToString(TensorFormat.NumPy), () => _ = Torch.Cat([Torch.Ones(1), x]), () => Torch.Ops["aten::neg"].Invoke(x),
            () => x.RetainGrad(), () => x.Grad = null, () => Torch.Ones(2)[0] = x,
        };
        foreach (var use in uses)
        {
            Assert.Throws<ObjectDisposedException>(use);
        }
    }

    [Fact]
    public void What_was_made_of_a_disposed_tensor_lives_on()
    {
        var x = Torch.Arange(4.0, requiresGrad: true);
        var view = x[1..];
        var y = (x * x).Sum();
        x.Dispose();
        Assert.Equal([1f, 2, 3], view.ToArray<float>());
        y.Backward();
    }

    [Fact]
    public void Undisposed_temporaries_survive_a_busy_collector()
    {
        // A temporary must not be finalised while its own operation runs.
        using var stop = new CancellationTokenSource();
        var collector = new Thread(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
            }
        });
        collector.Start();
        for (var i = 0; i < 3_000; i++)
        {
            Assert.Equal(12.0, (double)((Torch.Ones(4) + 1) * 2 - 1).Sum());
        }

        stop.Cancel();
        collector.Join();
    }

    [Fact]
    public void Dispose_racing_with_use_is_an_exception_or_a_right_result()
    {
        for (var i = 0; i < 300; i++)
        {
            var x = Torch.Ones(64);
            using var start = new Barrier(2);
            var cancel = TestContext.Current.CancellationToken;
            var disposing = new Thread(() =>
            {
                start.SignalAndWait(cancel);
                x.Dispose();
            });
            disposing.Start();
            start.SignalAndWait(cancel);
            try
            {
                while (true)
                {
                    Assert.Equal(64.0, (double)x.Sum());
                }
            }
            catch (ObjectDisposedException)
            {
                // What has to come in the end.
            }

            disposing.Join();
        }
    }

    [Fact]
    public void A_failed_call_leaves_its_arguments_usable()
    {
        using var x = Torch.Ones(2, 3);
        for (var i = 0; i < 1_000; i++)
        {
            Assert.ThrowsAny<TorchException>(() => x.Matmul(x));
        }

        Assert.Equal(6.0, (double)x.Sum());
    }
}
