using System.Runtime.InteropServices;
using LibTorch.Interop;

namespace LibTorch;

/// <summary>A stream of random numbers of one's own, beside the device's default one; <c>torch.Generator</c>.</summary>
public sealed class Generator : ISafeHandleOwner, IDisposable
{
    private readonly GeneratorHandle _handle;

    /// <summary>Makes a generator, seeded as PyTorch seeds a new one.</summary>
    /// <exception cref="TorchException">The device has no generators.</exception>
    public Generator(Device? device = null)
    {
        Device = device ?? Device.Cpu;
        DeviceCheck.Require(Device);
        _handle = GeneratorCalls.Create((int)Device.Type, Device.Index);
    }

    /// <summary>The device whose operators can draw from it.</summary>
    public Device Device { get; }

    SafeHandle ISafeHandleOwner.Handle => _handle;

    /// <summary>Starts the stream that belongs to the seed; <c>generator.manual_seed</c>.</summary>
    public Generator ManualSeed(long seed)
    {
        GeneratorCalls.Seed(this, unchecked((ulong)seed));
        return this;
    }

    /// <summary>The seed that the stream was started with; <c>generator.initial_seed</c>.</summary>
    public ulong InitialSeed() => GeneratorCalls.InitialSeed(this);

    /// <summary>Gives the generator back; later uses throw <see cref="ObjectDisposedException"/>.</summary>
    public void Dispose() => _handle.Dispose();
}
