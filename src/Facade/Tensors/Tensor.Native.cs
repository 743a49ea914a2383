using LibTorch.Interop;

namespace LibTorch;

/// <content>Tensors shared with other code on the same libtorch in this process, such as TorchSharp or a C++ library.</content>
public partial class Tensor
{
    /// <summary>The tensor that an <c>at::Tensor*</c> points to: the same elements and the same graph, no copy.</summary>
    /// <param name="native">The pointer, such as a TorchSharp tensor's Handle. It stays its owner's; this tensor holds a reference of its own.</param>
    /// <exception cref="ArgumentException">There is no tensor at this address, it is the undefined one, or it belongs to another libtorch.</exception>
    /// <exception cref="TorchException">It is on a CUDA device, and CUDA cannot be used; the message says why.</exception>
    public static Tensor FromNative(nint native)
    {
        var tensor = Own(TensorCalls.FromNative(native))!;

        // A seed that was given before CUDA was there reaches its device now, as with a tensor that is made here.
        DeviceCheck.Require(tensor.Device);
        return tensor;
    }

    /// <summary>A new <c>at::Tensor*</c> on this tensor: the same elements and the same graph, no copy.</summary>
    /// <returns>A pointer that the caller owns: whoever takes it over deletes it, or <see cref="ReleaseNative"/> does. This tensor may be disposed before.</returns>
    public nint ToNative() => TensorCalls.ToNative(this);

    /// <summary>Deletes an <c>at::Tensor*</c> that nobody took over; the tensor lives on where others hold it.</summary>
    /// <param name="native">What <see cref="ToNative"/> gave, once; zero does nothing.</param>
    public static void ReleaseNative(nint native) => Native.ltf_native_release(native);
}
