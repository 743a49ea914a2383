using LibTorch.Interop;

namespace LibTorch;

/// <summary>A state of the host's default generator that can be gone back to.</summary>
internal sealed class RandomState : IDisposable
{
    private readonly Tensor _state;

    private RandomState(Tensor state) => _state = state;

    public static RandomState Keep() => new(Tensor.Own(GeneratorCalls.DefaultState())!);

    public void Restore() => GeneratorCalls.SetDefaultState(_state);

    public void Dispose() => _state.Dispose();
}
