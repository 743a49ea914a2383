using LibTorch.Interop;

namespace LibTorch;

/// <summary>A queue of work on a device; <c>torch.Stream</c>. It is not called Stream, which in C# is what bytes are read from.</summary>
public sealed class DeviceStream : ScriptObject
{
    /// <summary>The stream that the device's own library knows by this number; 0 is its default one.</summary>
    /// <exception cref="TorchValueException">There is no such kind of device.</exception>
    public DeviceStream(Device device, long id = 0)
        : this(ObjectCalls.Stream((int)device.Type, device.Index, id))
    {
    }

    internal DeviceStream(ObjectHandle handle)
        : base(handle)
    {
    }
}
