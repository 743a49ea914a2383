namespace LibTorch.Interop;

/// <summary>Packs the tensors that libtorch saves for the backward pass.</summary>
internal interface IPacker
{
    /// <summary>Packs a tensor; calling the result unpacks it.</summary>
    public ICallback Pack(TensorHandle tensor);
}
