namespace LibTorch.Interop;

/// <summary>What holds a reference on a tensor.</summary>
internal interface ITensorOwner : IHandleOwner
{
    /// <summary>Which tensor it is, without keeping it alive.</summary>
    public TensorMark Mark { get; }
}
