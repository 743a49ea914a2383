namespace LibTorch;

public abstract partial class Torch
{
    public static partial class Autograd
    {
        /// <summary>Forward mode differentiation; <c>torch.autograd.forward_ad</c>.</summary>
        public static class ForwardAD
        {
            private static Operator? _makeDual;
            private static Operator? _unpackDual;

            /// <summary>A block in which dual tensors carry tangents: <c>using (Torch.Autograd.ForwardAD.DualLevel()) { }</c>; <c>dual_level</c>.</summary>
            /// <exception cref="TorchException">The thread is in a level already; libtorch does not nest them.</exception>
            public static DualLevel DualLevel() => new(ForwardLevels.Enter());

            /// <summary>Starts a level without a block, and gives its number; <c>enter_dual_level</c>.</summary>
            /// <exception cref="TorchException">The thread is in a level already; libtorch does not nest them.</exception>
            public static long EnterDualLevel() => ForwardLevels.Enter();

            /// <summary>Ends the level that the thread entered last; <c>exit_dual_level</c>.</summary>
            /// <exception cref="TorchException">There is no level, or <paramref name="level"/> is not the last one.</exception>
            public static void ExitDualLevel(long? level = null) => ForwardLevels.Exit(level);

            /// <summary>A dual tensor: a view of the tensor with a tangent of the same shape; <c>make_dual</c>.</summary>
            /// <exception cref="TorchException">There is no level, or the tangent's shape is not the tensor's.</exception>
            /// <exception cref="TorchValueException">One of the two is of a dtype that has no derivatives.</exception>
            public static Tensor MakeDual(Tensor tensor, Tensor tangent, long? level = null)
            {
                ArgumentNullException.ThrowIfNull(tensor);
                ArgumentNullException.ThrowIfNull(tangent);
                var current = level ?? ForwardLevels.Current;
                if (current < 0)
                {
                    throw new TorchException("Trying to create a dual Tensor for forward AD but no level exists, make sure to enter_dual_level() first.");
                }

                RequireDerivatives(tensor.DType, "primal");
                RequireDerivatives(tangent.DType, "tangent");
                using var call = new CallFrame(_makeDual ??= Operator.Resolve("aten::_make_dual"), 3);
                call.Add(tensor);
                call.Add(tangent);
                call.Add(current);
                return call.InvokeTensor();
            }

            /// <summary>The value and the tangent of a tensor; outside a level no tensor has a tangent; <c>unpack_dual</c>.</summary>
            public static UnpackedDualTensor UnpackDual(Tensor tensor, long? level = null)
            {
                ArgumentNullException.ThrowIfNull(tensor);
                var current = level ?? ForwardLevels.Current;
                if (current < 0)
                {
                    return new(tensor, null);
                }

                using var call = new CallFrame(_unpackDual ??= Operator.Resolve("aten::_unpack_dual"), 2);
                call.Add(tensor);
                call.Add(current);
                call.Invoke();
                return new(call.Tensor(0), call.OptionalTensor(1));
            }

            private static void RequireDerivatives(DType dtype, string role)
            {
                if (!dtype.IsFloatingPoint && !dtype.IsComplex)
                {
                    throw new TorchValueException($"Expected {role} to be floating point or complex, but got: {dtype}");
                }
            }
        }
    }
}
