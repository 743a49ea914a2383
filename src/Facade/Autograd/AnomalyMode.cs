using LibTorch.Interop;

namespace LibTorch;

/// <summary>
/// A block in which an error of the backward pass names the forward operation that caused it; ends with Dispose.
/// The mode is process-wide, not per thread.
/// </summary>
public sealed class AnomalyMode : IDisposable
{
    private readonly (bool Enabled, bool CheckNan) _previous = AutogradCalls.AnomalyMode();
    private bool _ended;

    internal AnomalyMode(bool enabled, bool checkNan) => AutogradCalls.SetAnomalyMode(enabled, checkNan);

    /// <summary>Goes back to the mode before the block; a second call does nothing.</summary>
    public void Dispose()
    {
        if (!Interlocked.Exchange(ref _ended, true))
        {
            AutogradCalls.SetAnomalyMode(_previous.Enabled, _previous.CheckNan);
        }
    }
}
