using System.Runtime.InteropServices;
using LibTorch.Interop;

namespace LibTorch;

/// <summary>A random number generator that is independent of the device's default one; <c>torch.Generator</c>.</summary>
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

    /// <summary>Seeds the generator; <c>generator.manual_seed</c>.</summary>
    public Generator ManualSeed(long seed)
    {
        GeneratorCalls.Seed(this, unchecked((ulong)seed));
        return this;
    }

    /// <summary>Seeds the generator with a random number from the system; <c>generator.seed</c>.</summary>
    /// <returns>The seed.</returns>
    public ulong Seed() => GeneratorCalls.DrawSeed(this);

    /// <summary>The seed that the generator was last given; <c>generator.initial_seed</c>.</summary>
    public ulong InitialSeed() => GeneratorCalls.InitialSeed(this);

    /// <summary>The generator's state, as a tensor of bytes; <c>generator.get_state</c>.</summary>
    public Tensor GetState() => Tensor.Own(GeneratorCalls.State(this))!;

    /// <summary>Sets the generator's state, from which its random numbers continue; <c>generator.set_state</c>.</summary>
    /// <exception cref="TorchException">The tensor is not a state of such a generator.</exception>
    public Generator SetState(Tensor newState)
    {
        ArgumentNullException.ThrowIfNull(newState);
        GeneratorCalls.SetState(this, newState);
        return this;
    }

    /// <summary>
    /// Releases the generator; later uses throw <see cref="ObjectDisposedException"/>. A device's default generator is not released.
    /// </summary>
    public void Dispose()
    {
        if (!_isShared)
        {
            _handle.Dispose();
        }
    }

    /// <summary>The CPU's default generator.</summary>
    internal static Generator OfHost() => OfDevice(Device.Cpu);

    /// <summary>A device's default generator, which operators use if they are given none.</summary>
    internal static Generator OfDevice(Device device) => new(GeneratorCalls.OfDevice((int)device.Type, device.Index), device);
}
