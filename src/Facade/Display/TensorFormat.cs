namespace LibTorch;

/// <summary>Whose text a tensor is printed in.</summary>
public enum TensorFormat
{
    /// <summary>PyTorch's <c>repr(x)</c>.</summary>
    PyTorch,

    /// <summary>numpy's <c>str(x.numpy())</c>, under numpy's default options; numpy's rules changed, and those from the running libtorch's time hold.</summary>
    NumPy,
}
