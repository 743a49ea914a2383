namespace LibTorch.Interop;

/// <summary>What the thread that starts a backward pass has around it, for the callbacks of the pass that other threads run.</summary>
internal interface ICaller
{
    /// <summary>Puts it around the calling thread until the result is disposed of; null where it is there already.</summary>
    public IDisposable? Enter();
}
