using LibTorch.Interop;

namespace LibTorch;

/// <summary>A saved state of the default CPU generator, which can be restored.</summary>
internal sealed class RandomState : IDisposable
{
    private readonly Tensor _state;

    private RandomState(Tensor state) => _state = state;

    public static RandomState Keep() => new(Tensor.Own(GeneratorCalls.DeviceState((int)DeviceType.Cpu, -1))!);

    public void Restore() => GeneratorCalls.SetDeviceState((int)DeviceType.Cpu, -1, _state);

    public void Dispose() => _state.Dispose();
}
