using System.Runtime.ExceptionServices;

namespace LibTorch.Interop;

/// <summary>
/// The first exception of a callback that runs inside a native call. No exception may unwind native frames, so it is thrown when the call is
/// over.
/// </summary>
internal sealed class KeptException
{
    private ExceptionDispatchInfo? _error;

    /// <summary>Whether there is one.</summary>
    public bool IsThere => _error is not null;

    /// <summary>Keeps an exception.</summary>
    public void Keep(Exception error) => _error ??= ExceptionDispatchInfo.Capture(error);

    /// <summary>Throws the exception that was kept, or else the one for the native call's status.</summary>
    public void Check(int status)
    {
        try
        {
            NativeError.Check(status);
        }
        catch (TorchException) when (IsThere)
        {
            // The native error only says that the callback failed; the kept exception tells why.
        }

        _error?.Throw();
    }
}
