using System.Diagnostics.CodeAnalysis;

namespace LibTorch;

public abstract partial class Torch
{
    public static partial class Func
    {
        /// <summary>
        /// The Jacobian by forward mode: one batched product with all columns of an identity matrix; <c>torch.func.jacfwd</c>.
        /// Its shape is the output's shape followed by the argument's.
        /// </summary>
        /// <exception cref="TorchException">
        /// A tensor is complex, or an operation cannot be batched; thrown by the returned function.
        /// </exception>
        public static Func<Tensor, Tensor> Jacfwd(Func<Tensor, Tensor> func, Randomness randomness = Randomness.Error)
        {
            var body = Typed.Body(func);
            return x => Jacobians.Forward(body, [x], [0], hasAux: false, randomness).Blocks[0][0];
        }

        /// <summary>
        /// The Jacobians of the output with respect to each tensor of the argument, in the argument's structure; <c>torch.func.jacfwd</c>.
        /// </summary>
        /// <exception cref="TorchException">
        /// A tensor is complex, or an operation cannot be batched; thrown by the returned function.
        /// </exception>
        public static Func<T, T> Jacfwd<[DynamicallyAccessedMembers(TreeMembers.Kept)] T>(Func<T, Tensor> func, Randomness randomness = Randomness.Error)
        {
            var body = Typed.Body(func);
            return x => (T)Jacobians.Forward(body, [x], [0], hasAux: false, randomness).ByOutput()[0][0]!;
        }

        /// <summary>For each tensor of the output, in order, its Jacobians in the argument's structure; <c>torch.func.jacfwd</c>.</summary>
        /// <exception cref="TorchException">
        /// A tensor is complex, or an operation cannot be batched; thrown by the returned function.
        /// </exception>
        public static Func<T, T[]> Jacfwd<[DynamicallyAccessedMembers(TreeMembers.Kept)] T, [DynamicallyAccessedMembers(TreeMembers.Kept)] TResult>(Func<T, TResult> func, Randomness randomness = Randomness.Error)
        {
            var body = Typed.Body(func);
            return x => Array.ConvertAll(Jacobians.Forward(body, [x], [0], hasAux: false, randomness).ByOutput(), row => (T)row[0]!);
        }

        /// <summary>
        /// The Jacobians, and the function's auxiliary result; <paramref name="hasAux"/> must be true; <c>torch.func.jacfwd</c>.
        /// </summary>
        /// <exception cref="TorchException">
        /// A tensor is complex, or an operation cannot be batched; thrown by the returned function.
        /// </exception>
        public static Func<T, (T Jacobian, TAux Aux)> Jacfwd<[DynamicallyAccessedMembers(TreeMembers.Kept)] T, [DynamicallyAccessedMembers(TreeMembers.Kept)] TAux>(Func<T, (Tensor Output, TAux Aux)> func, bool hasAux, Randomness randomness = Randomness.Error)
        {
            var body = Typed.WithAux(func, hasAux);
            return x =>
            {
                var blocks = Jacobians.Forward(body, [x], [0], hasAux: true, randomness);
                return ((T)blocks.ByOutput()[0][0]!, (TAux)blocks.Aux!);
            };
        }

        /// <summary>The Jacobian with respect to one of two arguments; <c>torch.func.jacfwd</c>.</summary>
        /// <exception cref="TorchException">There is no such argument; thrown by the returned function.</exception>
        public static Func<Tensor, Tensor, Tensor> Jacfwd(Func<Tensor, Tensor, Tensor> func, int argnums = 0, Randomness randomness = Randomness.Error)
        {
            var body = Typed.Body(func);
            return (x, y) => Jacobians.Forward(body, [x, y], [argnums], hasAux: false, randomness).Blocks[0][0];
        }

        /// <summary>The Jacobians with respect to several arguments; <c>torch.func.jacfwd</c>.</summary>
        /// <exception cref="TorchException">There is no such argument; thrown by the returned function.</exception>
        public static Func<Tensor, Tensor, Tensor[]> Jacfwd(Func<Tensor, Tensor, Tensor> func, int[] argnums, Randomness randomness = Randomness.Error)
        {
            ArgumentNullException.ThrowIfNull(argnums);
            var body = Typed.Body(func);
            return (x, y) => Jacobians.Forward(body, [x, y], argnums, hasAux: false, randomness).Blocks[0];
        }
    }
}
