using System.Diagnostics.CodeAnalysis;

namespace LibTorch;

public abstract partial class Torch
{
    public static partial class Func
    {
        /// <summary>The second derivatives, by forward mode over reverse mode; <c>torch.func.hessian</c>.</summary>
        /// <exception cref="TorchException">An operator without a forward derivative; thrown by the returned function.</exception>
        public static Func<Tensor, Tensor> Hessian(Func<Tensor, Tensor> func) => Jacfwd(Jacrev(func));

        /// <summary>The second derivatives by each pair of the argument's tensors: for each tensor, in order, the block's rows in the argument's structure; <c>torch.func.hessian</c>.</summary>
        /// <exception cref="TorchException">An operator without a forward derivative; thrown by the returned function.</exception>
        public static Func<T, T[]> Hessian<[DynamicallyAccessedMembers(TreeMembers.Kept)] T>(Func<T, Tensor> func) => Jacfwd<T, T>(Jacrev(func));

        /// <summary>The second derivatives by one of two arguments; <c>torch.func.hessian</c>.</summary>
        /// <exception cref="TorchException">There is no such argument; thrown by the returned function.</exception>
        public static Func<Tensor, Tensor, Tensor> Hessian(Func<Tensor, Tensor, Tensor> func, int argnums = 0) =>
            Jacfwd(Jacrev(func, argnums), argnums);

        /// <summary>The second derivatives by each pair of several arguments; <c>torch.func.hessian</c>.</summary>
        /// <exception cref="TorchException">There is no such argument; thrown by the returned function.</exception>
        public static Func<Tensor, Tensor, Tensor[][]> Hessian(Func<Tensor, Tensor, Tensor> func, int[] argnums)
        {
            var body = Typed.Body(Jacrev(func, argnums));
            return (x, y) => Jacobians.Forward(body, [x, y], argnums, hasAux: false, Randomness.Error).Blocks;
        }
    }
}
