namespace LibTorch.Utils.Data;

/// <summary>
/// The modes of the thread that begins a pass (gradient mode, inference mode, default device, autocast). Worker threads run in the same
/// modes, because in Python a worker starts as a copy of the process.
/// </summary>
internal sealed class CallerModes
{
    private readonly bool _recorded = Torch.IsGradEnabled();
    private readonly bool _inference = Torch.IsInferenceModeEnabled();
    private readonly Device? _device = DefaultDevice.Current;
    private readonly AutocastSnapshot _autocast = new();

    /// <summary>Runs the body in the captured modes.</summary>
    public void Run(Action body)
    {
        DefaultDevice.Current = _device;
        using var inference = new InferenceModeGuard(_inference);
        using var recorded = new GradMode(_recorded);
        _autocast.Replay(() =>
        {
            body();
            return true;
        });
    }
}
