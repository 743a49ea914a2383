using LibTorch.Interop;

namespace LibTorch;

/// <summary>A queue of work on a device; <c>torch.Stream</c>. It is not called Stream, which in C# is a stream of bytes.</summary>
public sealed class DeviceStream : ScriptObject
{
    /// <summary>The stream with this id; 0 is the device's default stream. On <c>cuda</c>, the current device's.</summary>
    /// <exception cref="TorchException">The device is <c>cuda</c>, and CUDA cannot be used; the message says why.</exception>
    /// <exception cref="TorchValueException">
    /// There is no such type of device, or the id is neither 0 nor the <see cref="Id"/> of another stream of that CUDA device.
    /// </exception>
    public DeviceStream(Device device, long id = 0)
        : this(StreamCalls.Create((int)device.Type, device.Index, id))
    {
    }

    internal DeviceStream(ObjectHandle handle)
        : base(handle)
    {
    }

    /// <summary>The device that the stream belongs to; <c>stream.device</c>.</summary>
    public Device Device
    {
        get
        {
            var (type, index, _) = StreamCalls.Describe(this);
            return new Device((DeviceType)type, index);
        }
    }

    /// <summary>The stream's id, by which the device's own library knows it; <c>stream.stream_id</c>.</summary>
    public long Id => StreamCalls.Describe(this).Id;

    /// <summary>Whether all work of the stream is done; <c>stream.query</c>.</summary>
    /// <exception cref="TorchException">The device has no streams, or its work failed.</exception>
    public bool Query() => StreamCalls.Query(this);

    /// <summary>Waits until all work of the stream is done; <c>stream.synchronize</c>.</summary>
    /// <exception cref="TorchException">The device has no streams, or its work failed.</exception>
    public void Synchronize() => StreamCalls.Synchronize(this);

    /// <summary>Makes work that is submitted to this stream from now on wait for the event; <c>stream.wait_event</c>.</summary>
    public void WaitEvent(DeviceEvent mark)
    {
        ArgumentNullException.ThrowIfNull(mark);
        mark.Wait(this);
    }

    /// <summary>
    /// Makes work that is submitted to this stream from now on wait for the other stream's present work; <c>stream.wait_stream</c>.
    /// </summary>
    public void WaitStream(DeviceStream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using var mark = stream.RecordEvent();
        WaitEvent(mark);
    }

    /// <summary>Records the event, or a new one, in this stream; <c>stream.record_event</c>.</summary>
    public DeviceEvent RecordEvent(DeviceEvent? mark = null)
    {
        mark ??= new DeviceEvent(Device.Type);
        mark.Record(this);
        return mark;
    }
}
