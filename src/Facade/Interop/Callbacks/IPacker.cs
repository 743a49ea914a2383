namespace LibTorch.Interop;

/// <summary>What libtorch calls for each tensor that it saves for the backward pass.</summary>
internal interface IPacker
{
    /// <summary>What gives the tensor back when it is called.</summary>
    public ICallback Pack(TensorHandle tensor);
}
