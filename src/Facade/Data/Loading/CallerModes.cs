namespace LibTorch.Utils.Data;

/// <summary>What the thread that begins a pass has switched on, so that workers compute as it would itself: a worker of Python's begins as a copy of the process.</summary>
internal sealed class CallerModes
{
    private readonly bool _recorded = Torch.IsGradEnabled();
    private readonly bool _inference = Torch.IsInferenceModeEnabled();
    private readonly Device? _device = DefaultDevice.Current;
    private readonly AutocastSnapshot _autocast = new();

    /// <summary>Runs the body as the caller would.</summary>
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
