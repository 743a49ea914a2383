using System.Runtime.InteropServices;
using LibTorch.Interop;

namespace LibTorch;

/// <summary>A mark in a device's work, which can be waited for, and between two of which time is measured; <c>torch.cuda.Event</c>.</summary>
public sealed class DeviceEvent : ISafeHandleOwner, IDisposable
{
    private readonly EventHandle _handle;
    private readonly DeviceType _type;

    /// <summary>Makes a CUDA event; <c>torch.cuda.Event(enable_timing)</c>.</summary>
    /// <exception cref="TorchException">CUDA cannot be used; the message says why.</exception>
    public DeviceEvent(bool enableTiming = false)
        : this(DeviceType.Cuda, enableTiming)
    {
    }

    /// <summary>Makes an event of a kind of device; <c>torch.Event</c>.</summary>
    /// <exception cref="TorchException">libtorch has no such devices.</exception>
    public DeviceEvent(DeviceType type, bool enableTiming = false)
    {
        _type = type;
        _handle = EventCalls.Create((int)type, enableTiming);
    }

    SafeHandle ISafeHandleOwner.Handle => _handle;

    /// <summary>Marks where the work of the stream stands, or of the current one; <c>event.record</c>.</summary>
    /// <exception cref="TorchException">The stream is another kind of device's.</exception>
    public void Record(DeviceStream? stream = null)
    {
        using var current = stream is null ? Current() : null;
        EventCalls.Record(this, stream ?? current!);
    }

    /// <summary>Has the stream's later work, or the current one's, wait for the event; <c>event.wait</c>.</summary>
    public void Wait(DeviceStream? stream = null)
    {
        using var current = stream is null ? Current() : null;
        EventCalls.Block(this, stream ?? current!);
    }

    /// <summary>Whether the work before it is done; so it is where it was never recorded; <c>event.query</c>.</summary>
    public bool Query() => EventCalls.Query(this);

    /// <summary>Waits until the work before it is done; <c>event.synchronize</c>.</summary>
    public void Synchronize() => EventCalls.Synchronize(this);

    /// <summary>Milliseconds from this event to the other one; <c>event.elapsed_time</c>.</summary>
    /// <exception cref="TorchValueException">One of them was made without timing, or never recorded.</exception>
    public double ElapsedTime(DeviceEvent end)
    {
        ArgumentNullException.ThrowIfNull(end);
        return EventCalls.Elapsed(this, end);
    }

    /// <summary>Gives the event back; later uses throw <see cref="ObjectDisposedException"/>.</summary>
    public void Dispose() => _handle.Dispose();

    private DeviceStream Current() => new(StreamCalls.Current((int)_type, DeviceCalls.Current((int)_type)));
}
