using System.Diagnostics.CodeAnalysis;

namespace LibTorch;

public abstract partial class Torch
{
    public static partial class Func
    {
        /// <summary>The Hessian, computed by forward mode over reverse mode; <c>torch.func.hessian</c>.</summary>
        /// <exception cref="TorchException">An operator has no forward derivative; thrown by the returned function.</exception>
        public static Func<Tensor, Tensor> Hessian(Func<Tensor, Tensor> func) => Jacfwd(Jacrev(func));

        /// <summary>
        /// The Hessian of a function whose argument has several tensors. The result has one entry for each tensor, in order: the second
        /// derivatives with respect to that tensor and each other one, in the argument's structure; <c>torch.func.hessian</c>.
        /// </summary>
        /// <exception cref="TorchException">An operator has no forward derivative; thrown by the returned function.</exception>
        public static Func<T, T[]> Hessian<[DynamicallyAccessedMembers(TreeMembers.Kept)] T>(Func<T, Tensor> func) => Jacfwd<T, T>(Jacrev(func));

        /// <summary>The Hessian with respect to one of two arguments; <c>torch.func.hessian</c>.</summary>
        /// <exception cref="TorchException">There is no such argument; thrown by the returned function.</exception>
        public static Func<Tensor, Tensor, Tensor> Hessian(Func<Tensor, Tensor, Tensor> func, int argnums = 0) =>
            Jacfwd(Jacrev(func, argnums), argnums);

        /// <summary>The second derivatives with respect to each pair of the chosen arguments; <c>torch.func.hessian</c>.</summary>
        /// <exception cref="TorchException">There is no such argument; thrown by the returned function.</exception>
        public static Func<Tensor, Tensor, Tensor[][]> Hessian(Func<Tensor, Tensor, Tensor> func, int[] argnums)
        {
            var body = Typed.Body(Jacrev(func, argnums));
            return (x, y) => Jacobians.Forward(body, [x, y], argnums, hasAux: false, Randomness.Error).Blocks;
        }
    }
}
