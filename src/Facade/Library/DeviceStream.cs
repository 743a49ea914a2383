using LibTorch.Interop;

namespace LibTorch;

/// <summary>A queue of work on a device; <c>torch.Stream</c>. It is not called Stream, which in C# is what bytes are read from.</summary>
public sealed class DeviceStream : ScriptObject
{
    /// <summary>The stream that libtorch knows by this number; 0 is the device's default one. On <c>cuda</c>, the current device's.</summary>
    /// <exception cref="TorchException">The device is <c>cuda</c>, and CUDA cannot be used; the message says why.</exception>
    /// <exception cref="TorchValueException">There is no such kind of device, or the number is not the <see cref="Id"/> of another stream of that CUDA device.</exception>
    public DeviceStream(Device device, long id = 0)
        : this(StreamCalls.Create((int)device.Type, device.Index, id))
    {
    }

    internal DeviceStream(ObjectHandle handle)
        : base(handle)
    {
    }

    /// <summary>The device whose work it is; <c>stream.device</c>.</summary>
    public Device Device
    {
        get
        {
            var (type, index, _) = StreamCalls.Describe(this);
            return new Device((DeviceType)type, index);
        }
    }

    /// <summary>The number that the device's own library knows it by; <c>stream.stream_id</c>.</summary>
    public long Id => StreamCalls.Describe(this).Id;

    /// <summary>Whether all of its work is done; <c>stream.query</c>.</summary>
    /// <exception cref="TorchException">The device has no streams, or its work failed.</exception>
    public bool Query() => StreamCalls.Query(this);

    /// <summary>Waits until all of its work is done; <c>stream.synchronize</c>.</summary>
    /// <exception cref="TorchException">The device has no streams, or its work failed.</exception>
    public void Synchronize() => StreamCalls.Synchronize(this);

    /// <summary>Has work that is given to it from now on wait for the event; <c>stream.wait_event</c>.</summary>
    public void WaitEvent(DeviceEvent mark)
    {
        ArgumentNullException.ThrowIfNull(mark);
        mark.Wait(this);
    }

    /// <summary>Has work that is given to it from now on wait for the work that the other one has; <c>stream.wait_stream</c>.</summary>
    public void WaitStream(DeviceStream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using var mark = stream.RecordEvent();
        WaitEvent(mark);
    }

    /// <summary>Marks where its work stands, in the event or a new one; <c>stream.record_event</c>.</summary>
    public DeviceEvent RecordEvent(DeviceEvent? mark = null)
    {
        mark ??= new DeviceEvent(Device.Type);
        mark.Record(this);
        return mark;
    }
}
