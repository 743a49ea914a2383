using LibTorch.Interop;

namespace LibTorch;

public abstract partial class TypeNamedFunctions
{
    public static partial class Utils
    {
        /// <summary>Tensors to and from other libraries without a copy; <c>torch.utils.dlpack</c>.</summary>
        public static class DLPack
        {
            /// <summary>The tensor as DLPack's struct, on the same memory; <c>torch.utils.dlpack.to_dlpack</c>.</summary>
            /// <remarks>A tensor that requires grad is exported without its graph, as in Python.</remarks>
            /// <exception cref="TorchException">
            /// DLPack does not have the dtype or device; or the tensor is not strided, is conjugated or negated, or has elements without
            /// memory.
            /// </exception>
            public static DLPackCapsule ToDLPack(Tensor tensor)
            {
                ArgumentNullException.ThrowIfNull(tensor);
                if (tensor.Layout != Layout.Strided)
                {
                    throw new TorchException("Can't export tensors with layout other than torch.strided");
                }

                if (tensor.IsConj())
                {
                    throw new TorchException("Can't export tensors with the conjugate bit set");
                }

                if (tensor.IsNeg())
                {
                    throw new TorchException("Can't export tensors with the negative bit set");
                }

                return tensor.Numel == 0 || tensor.Device.Type == DeviceType.Meta || TensorCalls.Address(tensor) != 0
                    ? new DLPackCapsule(LentMemoryCalls.ToDLPack(tensor))
                    : throw new TorchException("Can't export tensors whose elements have no memory");
            }

            /// <summary>A tensor on the capsule's memory. The capsule is empty afterwards; <c>torch.utils.dlpack.from_dlpack</c>.</summary>
            /// <exception cref="InvalidOperationException">The capsule is empty.</exception>
            /// <exception cref="TorchException">libtorch has no such dtype or device; the capsule stays full.</exception>
            public static Tensor FromDLPack(DLPackCapsule capsule)
            {
                ArgumentNullException.ThrowIfNull(capsule);
                return Usable(capsule.Consume(LentMemoryCalls.FromDLPack));
            }

            /// <summary>A tensor on the memory of another library's <c>DLManagedTensor*</c>, such as the pointer in a Python capsule named "dltensor".</summary>
            /// <param name="managed">
            /// The pointer, which is taken over: its deleter is called once, when no tensor uses the memory any more. If this call fails,
            /// the caller still owns it.
            /// </param>
            /// <exception cref="ArgumentException">
            /// There is no such struct at this address, or it does not describe a possible tensor.
            /// </exception>
            /// <exception cref="TorchException">libtorch has no such dtype or device.</exception>
            public static Tensor FromDLPack(nint managed) => Usable(LentMemoryCalls.FromDLPack(managed));

            // A tensor on a device that cannot be used is disposed of at once.
            private static Tensor Usable(TensorHandle handle)
            {
                var tensor = LibTorch.Tensor.Own(handle)!;
                try
                {
                    DeviceCheck.Require(tensor.Device);
                    return tensor;
                }
                catch
                {
                    tensor.Dispose();
                    throw;
                }
            }
        }
    }
}
