using System.Diagnostics.CodeAnalysis;

namespace LibTorch;

public abstract partial class Torch
{
    public static partial class Func
    {
        /// <summary>
        /// The function's output, and a function that multiplies a vector of the output's shape with the Jacobian; <c>torch.func.vjp</c>.
        /// </summary>
        /// <exception cref="TorchException">The function returns no tensors, or a tensor of a dtype that has no gradients.</exception>
        public static (TResult Output, Func<TResult, T> VjpFunc) Vjp<[DynamicallyAccessedMembers(TreeMembers.Kept)] T, [DynamicallyAccessedMembers(TreeMembers.Kept)] TResult>(Func<T, TResult> func, T primal)
        {
            var result = ReverseMode.Vjp(Typed.Body(func), [primal], null, hasAux: false);
            return ((TResult)result.Output!, cotangents => (T)result.Apply(cotangents, retainGraph: true, createGraph: null)[0]!);
        }

        /// <summary>The same for a function of two arguments, with the products as a tuple; <c>torch.func.vjp</c>.</summary>
        /// <exception cref="TorchException">The function returns no tensors, or a tensor of a dtype that has no gradients.</exception>
        public static (TResult Output, Func<TResult, (T1 First, T2 Second)> VjpFunc) Vjp<[DynamicallyAccessedMembers(TreeMembers.Kept)] T1, [DynamicallyAccessedMembers(TreeMembers.Kept)] T2, [DynamicallyAccessedMembers(TreeMembers.Kept)] TResult>(
            Func<T1, T2, TResult> func, T1 primal1, T2 primal2)
        {
            var result = ReverseMode.Vjp(Typed.Body(func), [primal1, primal2], null, hasAux: false);
            return ((TResult)result.Output!, cotangents =>
            {
                var products = result.Apply(cotangents, retainGraph: true, createGraph: null);
                return ((T1)products[0]!, (T2)products[1]!);
            });
        }

        /// <summary>
        /// The function's output, the function for vector-Jacobian products, and the auxiliary result; <paramref name="hasAux"/> must be
        /// true; <c>torch.func.vjp</c>.
        /// </summary>
        /// <exception cref="TorchException">The function returns no tensors, or a tensor of a dtype that has no gradients.</exception>
        public static (TResult Output, Func<TResult, T> VjpFunc, TAux Aux) Vjp<[DynamicallyAccessedMembers(TreeMembers.Kept)] T, [DynamicallyAccessedMembers(TreeMembers.Kept)] TResult, [DynamicallyAccessedMembers(TreeMembers.Kept)] TAux>(
            Func<T, (TResult Output, TAux Aux)> func, T primal, bool hasAux)
        {
            var result = ReverseMode.Vjp(Typed.WithAux(func, hasAux), [primal], null, hasAux: true);
            return ((TResult)result.Output!, cotangents => (T)result.Apply(cotangents, retainGraph: true, createGraph: null)[0]!, (TAux)result.Aux!);
        }
    }
}
