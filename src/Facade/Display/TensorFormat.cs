namespace LibTorch;

/// <summary>The library in whose format a tensor is printed.</summary>
public enum TensorFormat
{
    /// <summary>PyTorch's <c>repr(x)</c>.</summary>
    PyTorch,

    /// <summary>
    /// numpy's <c>str(x.numpy())</c>, under numpy's default options. numpy's rules have changed; those from the running libtorch's time are
    /// used.
    /// </summary>
    NumPy,
}
