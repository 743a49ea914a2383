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

        // Initializes CUDA if needed, so that a seed set before CUDA was loaded reaches the device, as it does when a tensor is created
        // here.
        DeviceCheck.Require(tensor.Device);
        return tensor;
    }

    /// <summary>A new <c>at::Tensor*</c> on this tensor: the same elements and the same graph, no copy.</summary>
    /// <returns>A pointer that the caller owns: free it with <c>delete</c> in C++ or with <see cref="ReleaseNative"/>. This tensor may be
    /// disposed before that.</returns>
    public nint ToNative() => TensorCalls.ToNative(this);

    /// <summary>
    /// Deletes an <c>at::Tensor*</c> that no other code took over; the tensor itself lives on while other references exist.
    /// </summary>
    /// <param name="native">A pointer from <see cref="ToNative"/> that was not deleted yet; zero does nothing.</param>
    public static void ReleaseNative(nint native) => Native.ltf_native_release(native);
}
