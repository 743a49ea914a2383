namespace LibTorch.Interop;

/// <summary>The context of the thread that starts a backward pass, for the pass's callbacks on other threads.</summary>
internal interface ICaller
{
    /// <summary>Sets the context on the calling thread until the result is disposed of; null where the thread has it already.</summary>
    public IDisposable? Enter();
}
