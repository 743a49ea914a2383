namespace LibTorch.Tests.Cuda;

/// <summary>Streams and events of a device that has none: typed errors, and nothing that ends the process.</summary>
public sealed class StreamTests
{
    [Fact]
    public void A_stream_knows_its_device_and_number()
    {
        using var stream = new DeviceStream("cpu", 5);
        Assert.Equal((Device.Cpu, 5L), (stream.Device, stream.Id));
        stream.Dispose();
        Assert.Throws<ObjectDisposedException>(() => stream.Id);
    }

    [Fact]
    public void What_a_device_lacks_is_an_error()
    {
        using var stream = new DeviceStream(new Device(DeviceType.Cuda, 100));
        using var mark = new DeviceEvent(DeviceType.Cpu, enableTiming: true);
        using var plain = new DeviceEvent(DeviceType.Cpu);
        Assert.ThrowsAny<TorchException>(() => Torch.Cuda.SetStream(stream));
        Assert.ThrowsAny<TorchException>(() => Torch.Cuda.Stream(stream).Dispose());
        Assert.ThrowsAny<TorchException>(() => mark.Record(stream));
        Assert.ThrowsAny<TorchException>(() => stream.RecordEvent(mark));
        Assert.ThrowsAny<TorchException>(() => stream.WaitStream(stream));
        Assert.ThrowsAny<TorchException>(() => new DeviceEvent((DeviceType)99));
        Assert.ThrowsAny<TorchException>(() => new DeviceStream(new Device((DeviceType)99)));
        Assert.Throws<ArgumentNullException>(() => stream.WaitEvent(null!));
        Assert.Throws<TorchValueException>(() => mark.ElapsedTime(plain));
        Assert.Throws<TorchValueException>(() => mark.ElapsedTime(mark));
    }

    [Fact]
    public void An_event_that_was_never_recorded_is_past()
    {
        using var mark = new DeviceEvent(DeviceType.Cpu);
        Assert.True(mark.Query());
        mark.Synchronize();
        mark.Dispose();
        Assert.Throws<ObjectDisposedException>(() => mark.Query());
    }
}
