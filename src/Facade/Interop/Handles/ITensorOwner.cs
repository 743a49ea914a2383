namespace LibTorch.Interop;

/// <summary>An object that holds a reference to a tensor.</summary>
internal interface ITensorOwner : IHandleOwner
{
    /// <summary>Identifies the tensor without keeping it alive.</summary>
    public TensorMark Mark { get; }
}
