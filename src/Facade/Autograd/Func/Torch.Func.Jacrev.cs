using System.Diagnostics.CodeAnalysis;

namespace LibTorch;

public abstract partial class Torch
{
    public static partial class Func
    {
        /// <summary>
        /// The Jacobian by reverse mode: one batched product with all rows of an identity matrix; <c>torch.func.jacrev</c>.
        /// Its shape is the output's shape followed by the argument's.
        /// </summary>
        /// <exception cref="TorchException">
        /// A tensor is complex, or an operation cannot be batched; thrown by the returned function.
        /// </exception>
        public static Func<Tensor, Tensor> Jacrev(Func<Tensor, Tensor> func, int? chunkSize = null)
        {
            var body = Typed.Body(func);
            var rows = Chunk(chunkSize);
            return x => Jacobians.Reverse(body, [x], [0], hasAux: false, rows).Blocks[0][0];
        }

        /// <summary>
        /// The Jacobians of the output with respect to each tensor of the argument, in the argument's structure; <c>torch.func.jacrev</c>.
        /// </summary>
        /// <exception cref="TorchException">
        /// A tensor is complex, or an operation cannot be batched; thrown by the returned function.
        /// </exception>
        public static Func<T, T> Jacrev<[DynamicallyAccessedMembers(TreeMembers.Kept)] T>(Func<T, Tensor> func, int? chunkSize = null)
        {
            var body = Typed.Body(func);
            var rows = Chunk(chunkSize);
            return x => (T)Jacobians.Reverse(body, [x], [0], hasAux: false, rows).ByOutput()[0][0]!;
        }

        /// <summary>For each tensor of the output, in order, its Jacobians in the argument's structure; <c>torch.func.jacrev</c>.</summary>
        /// <exception cref="TorchException">
        /// A tensor is complex, or an operation cannot be batched; thrown by the returned function.
        /// </exception>
        public static Func<T, T[]> Jacrev<[DynamicallyAccessedMembers(TreeMembers.Kept)] T, [DynamicallyAccessedMembers(TreeMembers.Kept)] TResult>(Func<T, TResult> func, int? chunkSize = null)
        {
            var body = Typed.Body(func);
            var rows = Chunk(chunkSize);
            return x => Array.ConvertAll(Jacobians.Reverse(body, [x], [0], hasAux: false, rows).ByOutput(), row => (T)row[0]!);
        }

        /// <summary>
        /// The Jacobians, and the function's auxiliary result; <paramref name="hasAux"/> must be true; <c>torch.func.jacrev</c>.
        /// </summary>
        /// <exception cref="TorchException">
        /// A tensor is complex, or an operation cannot be batched; thrown by the returned function.
        /// </exception>
        public static Func<T, (T Jacobian, TAux Aux)> Jacrev<[DynamicallyAccessedMembers(TreeMembers.Kept)] T, [DynamicallyAccessedMembers(TreeMembers.Kept)] TAux>(Func<T, (Tensor Output, TAux Aux)> func, bool hasAux, int? chunkSize = null)
        {
            var body = Typed.WithAux(func, hasAux);
            var rows = Chunk(chunkSize);
            return x =>
            {
                var blocks = Jacobians.Reverse(body, [x], [0], hasAux: true, rows);
                return ((T)blocks.ByOutput()[0][0]!, (TAux)blocks.Aux!);
            };
        }

        /// <summary>The Jacobian with respect to one of two arguments; <c>torch.func.jacrev</c>.</summary>
        /// <exception cref="TorchException">There is no such argument; thrown by the returned function.</exception>
        public static Func<Tensor, Tensor, Tensor> Jacrev(Func<Tensor, Tensor, Tensor> func, int argnums = 0, int? chunkSize = null)
        {
            var body = Typed.Body(func);
            var rows = Chunk(chunkSize);
            return (x, y) => Jacobians.Reverse(body, [x, y], [argnums], hasAux: false, rows).Blocks[0][0];
        }

        /// <summary>The Jacobians with respect to several arguments; <c>torch.func.jacrev</c>.</summary>
        /// <exception cref="TorchException">There is no such argument; thrown by the returned function.</exception>
        public static Func<Tensor, Tensor, Tensor[]> Jacrev(Func<Tensor, Tensor, Tensor> func, int[] argnums, int? chunkSize = null)
        {
            ArgumentNullException.ThrowIfNull(argnums);
            var body = Typed.Body(func);
            var rows = Chunk(chunkSize);
            return (x, y) => Jacobians.Reverse(body, [x, y], argnums, hasAux: false, rows).Blocks[0];
        }

        private static int? Chunk(int? size) =>
            size is <= 0 ? throw new TorchValueException("jacrev: `chunk_size` should be greater than 0.") : size;
    }
}
