using System.Runtime.InteropServices;
using LibTorch.Interop;

namespace LibTorch;

/// <summary>
/// A point in a stream's work that can be waited for. The time between two events can be measured; <c>torch.cuda.Event</c>.
/// </summary>
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

    /// <summary>Makes an event for a type of device; <c>torch.Event</c>.</summary>
    /// <exception cref="TorchException">libtorch has no such devices.</exception>
    public DeviceEvent(DeviceType type, bool enableTiming = false)
    {
        _type = type;
        _handle = EventCalls.Create((int)type, enableTiming);
    }

    SafeHandle ISafeHandleOwner.Handle => _handle;

    /// <summary>Records the event in the stream, or in the current one; <c>event.record</c>.</summary>
    /// <exception cref="TorchException">The stream belongs to another type of device.</exception>
    public void Record(DeviceStream? stream = null)
    {
        using var current = stream is null ? Current() : null;
        EventCalls.Record(this, stream ?? current!);
    }

    /// <summary>Makes later work of the stream, or of the current one, wait for the event; <c>event.wait</c>.</summary>
    public void Wait(DeviceStream? stream = null)
    {
        using var current = stream is null ? Current() : null;
        EventCalls.Block(this, stream ?? current!);
    }

    /// <summary>Whether the work before the event is done; true for an event that was never recorded; <c>event.query</c>.</summary>
    public bool Query() => EventCalls.Query(this);

    /// <summary>Waits until the work before the event is done; <c>event.synchronize</c>.</summary>
    public void Synchronize() => EventCalls.Synchronize(this);

    /// <summary>Milliseconds from this event to the other one; <c>event.elapsed_time</c>.</summary>
    /// <exception cref="TorchValueException">One of them was made without timing, or never recorded.</exception>
    public double ElapsedTime(DeviceEvent end)
    {
        ArgumentNullException.ThrowIfNull(end);
        return EventCalls.Elapsed(this, end);
    }

    /// <summary>Releases the event; later uses throw <see cref="ObjectDisposedException"/>.</summary>
    public void Dispose() => _handle.Dispose();

    private DeviceStream Current() => new(StreamCalls.Current((int)_type, DeviceCalls.Current((int)_type)));
}
