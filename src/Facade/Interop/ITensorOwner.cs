namespace LibTorch.Interop;

/// <summary>What holds a tensor's reference: all that this layer knows of a tensor.</summary>
internal interface ITensorOwner
{
    public TensorHandle Handle { get; }
}
