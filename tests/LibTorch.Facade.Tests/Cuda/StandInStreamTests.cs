namespace LibTorch.Tests.Cuda;

/// <summary>Streams and events of devices that there are.</summary>
[Collection(StandInCudaTestGroup.Name)]
public sealed class StandInStreamTests(StandInCuda cuda)
{
    [Fact]
    public void A_stream_of_no_device_is_the_current_ones() => cuda.Elsewhere(this, () =>
    {
        using var first = new DeviceStream("cuda");
        Assert.Equal("cuda:0", first.Device.ToString());
        using (Torch.Cuda.Stream(first))
        {
            Assert.Equal(0, Torch.Cuda.CurrentStream().Id);
        }

        Torch.Cuda.SetDevice(1);
        using var second = new DeviceStream("cuda");
        Assert.Equal("cuda:1", second.Device.ToString());
        Torch.Cuda.SetStream(second);
        Assert.Empty((object?[])StandInCuda.Ask("faults")!);
    });

    [Fact]
    public void A_number_that_is_no_streams_is_refused() => cuda.Elsewhere(this, () =>
    {
        Assert.Throws<TorchValueException>(() => new DeviceStream("cuda:0", 123456));
        Assert.Throws<TorchValueException>(() => new DeviceStream("cuda:0", -1));
        using var stream = Torch.Cuda.NewStream("cuda:1");
        Assert.Throws<TorchValueException>(() => new DeviceStream("cuda:0", stream.Id));
        using var same = new DeviceStream(stream.Device, stream.Id);
        Torch.Cuda.SetStream(same);
        Assert.Equal(stream.Id, Torch.Cuda.CurrentStream("cuda:1").Id);
        Assert.Empty((object?[])StandInCuda.Ask("faults")!);
    });

    [Fact]
    public void The_current_stream_brings_its_device_along() => cuda.Elsewhere(this, () =>
    {
        using var stream = Torch.Cuda.NewStream("cuda:1");
        Torch.Cuda.SetStream(stream);
        Assert.Equal((1, stream.Id), (Torch.Cuda.CurrentDevice(), Torch.Cuda.CurrentStream().Id));
    });

    [Fact]
    public void Work_on_the_second_device_leaves_the_first_alone() => cuda.Elsewhere(this, () =>
    {
        using var stream = Torch.Cuda.NewStream("cuda:1");
        using (var start = new DeviceEvent(enableTiming: true))
        using (var end = new DeviceEvent(enableTiming: true))
        {
            start.Record(stream);
            end.Record(stream);
            end.Wait(stream);
            end.Synchronize();
            Assert.True(end.Query());
            Assert.Equal(1, start.ElapsedTime(end));
        }

        stream.Query();
        stream.Synchronize();
        using (Torch.Cuda.Device(1))
        {
            Assert.Equal(1, Torch.Cuda.CurrentDevice());
        }

        using (Torch.Cuda.Stream(stream))
        {
            Assert.Equal((1, stream.Id), (Torch.Cuda.CurrentDevice(), Torch.Cuda.CurrentStream().Id));
        }

        Assert.Equal(0, Torch.Cuda.CurrentDevice());
        Assert.Equal([1L], (long[])StandInCuda.Ask("devices_in_use")!);
    });

    [Fact]
    public void A_time_that_cannot_be_told_yet_is_an_error_that_leaves_nothing_behind() => cuda.Elsewhere(this, () =>
    {
        using var start = new DeviceEvent(enableTiming: true);
        using var end = new DeviceEvent(enableTiming: true);
        start.Record();
        end.Record();
        StandInCuda.Ask("hold_work", true);
        Assert.Equal("CUDA error: device not ready", Assert.Throws<TorchException>(() => start.ElapsedTime(end)).Message);
        Assert.Equal(0L, StandInCuda.Ask("last_error"));
        StandInCuda.Ask("hold_work", false);
        Assert.Equal(1, start.ElapsedTime(end));
    });
}
