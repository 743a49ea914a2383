using LibTorch.Interop;

namespace LibTorch;

/// <summary>Adapts a user's pack and unpack functions for saved tensors to the callbacks that libtorch calls.</summary>
internal sealed class SavedTensorPacker<T>(Func<Tensor, T> pack, Func<T, Tensor> unpack) : IPacker
{
    public ICallback Pack(TensorHandle tensor)
    {
        var packed = pack(Tensor.Own(tensor)!);
        return new Hook((_, _) => [unpack(packed) ?? throw new InvalidOperationException("The unpacking of a saved tensor returned null.")]);
    }
}
