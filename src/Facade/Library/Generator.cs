using System.Runtime.InteropServices;
using LibTorch.Interop;

namespace LibTorch;

/// <summary>A stream of random numbers of one's own, beside the device's default one; <c>torch.Generator</c>.</summary>
public sealed class Generator : ISafeHandleOwner, IDisposable
{
    private readonly GeneratorHandle _handle;
    private readonly bool _isShared;

    /// <summary>Makes a generator, seeded as PyTorch seeds a new one.</summary>
    /// <exception cref="TorchException">The device has no generators.</exception>
    public Generator(Device? device = null)
    {
        Device = device ?? Device.Cpu;
        DeviceCheck.Require(Device);
        _handle = GeneratorCalls.Create((int)Device.Type, Device.Index);
    }

    private Generator(GeneratorHandle handle, Device device) => (_handle, Device, _isShared) = (handle, device, true);

    /// <summary>The device whose operators can draw from it.</summary>
    public Device Device { get; }

    SafeHandle ISafeHandleOwner.Handle => _handle;

    /// <summary>Starts the stream that belongs to the seed; <c>generator.manual_seed</c>.</summary>
    public Generator ManualSeed(long seed)
    {
        GeneratorCalls.Seed(this, unchecked((ulong)seed));
        return this;
    }

    /// <summary>Starts a stream whose seed the system draws; <c>generator.seed</c>.</summary>
    /// <returns>The seed.</returns>
    public ulong Seed() => GeneratorCalls.DrawSeed(this);

    /// <summary>The seed that the stream was started with; <c>generator.initial_seed</c>.</summary>
    public ulong InitialSeed() => GeneratorCalls.InitialSeed(this);

    /// <summary>Where the stream stands, as a tensor of bytes; <c>generator.get_state</c>.</summary>
    public Tensor GetState() => Tensor.Own(GeneratorCalls.State(this))!;

    /// <summary>Has the stream go on from there; <c>generator.set_state</c>.</summary>
    /// <exception cref="TorchException">It is no state of such a generator.</exception>
    public Generator SetState(Tensor newState)
    {
        ArgumentNullException.ThrowIfNull(newState);
        GeneratorCalls.SetState(this, newState);
        return this;
    }

    /// <summary>Gives the generator back; later uses throw <see cref="ObjectDisposedException"/>. The process's own generator stays.</summary>
    public void Dispose()
    {
        if (!_isShared)
        {
            _handle.Dispose();
        }
    }

    /// <summary>The host's own generator.</summary>
    internal static Generator OfHost() => OfDevice(Device.Cpu);

    /// <summary>A device's own generator, from which operators draw that are given none.</summary>
    internal static Generator OfDevice(Device device) => new(GeneratorCalls.OfDevice((int)device.Type, device.Index), device);
}
