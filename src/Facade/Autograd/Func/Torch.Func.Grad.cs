using System.Diagnostics.CodeAnalysis;

namespace LibTorch;

public abstract partial class Torch
{
    public static partial class Func
    {
        /// <summary>
        /// The gradient of a scalar function with respect to its argument, in the argument's structure; <c>torch.func.grad</c>. Can be
        /// nested for higher derivatives.
        /// </summary>
        /// <exception cref="TorchException">The function does not give a scalar; thrown by the returned function.</exception>
        public static Func<T, T> Grad<[DynamicallyAccessedMembers(TreeMembers.Kept)] T>(Func<T, Tensor> func)
        {
            var body = Typed.Body(func);
            return (x) =>
            {
                var (gradients, _, _) = ReverseMode.GradAndValue(body, [x], [0], hasAux: false);
                return (T)gradients[0]!;
            };
        }

        /// <summary>
        /// The gradient of a scalar function with respect to its first argument, in the argument's structure; <c>torch.func.grad</c>. Can
        /// be nested for higher derivatives.
        /// </summary>
        /// <exception cref="TorchException">The function does not give a scalar; thrown by the returned function.</exception>
        public static Func<T1, T2, T1> Grad<[DynamicallyAccessedMembers(TreeMembers.Kept)] T1, [DynamicallyAccessedMembers(TreeMembers.Kept)] T2>(Func<T1, T2, Tensor> func)
        {
            var body = Typed.Body(func);
            return (x, y) =>
            {
                var (gradients, _, _) = ReverseMode.GradAndValue(body, [x, y], [0], hasAux: false);
                return (T1)gradients[0]!;
            };
        }

        /// <summary>
        /// The gradient of a scalar function with respect to its first argument, in the argument's structure; <c>torch.func.grad</c>. Can
        /// be nested for higher derivatives.
        /// </summary>
        /// <exception cref="TorchException">The function does not give a scalar; thrown by the returned function.</exception>
        public static Func<T1, T2, T3, T1> Grad<[DynamicallyAccessedMembers(TreeMembers.Kept)] T1, [DynamicallyAccessedMembers(TreeMembers.Kept)] T2, [DynamicallyAccessedMembers(TreeMembers.Kept)] T3>(Func<T1, T2, T3, Tensor> func)
        {
            var body = Typed.Body(func);
            return (x, y, z) =>
            {
                var (gradients, _, _) = ReverseMode.GradAndValue(body, [x, y, z], [0], hasAux: false);
                return (T1)gradients[0]!;
            };
        }

        /// <summary>
        /// The gradient of a scalar function, and the function's auxiliary result; <paramref name="hasAux"/> must be true;
        /// <c>torch.func.grad</c>.
        /// </summary>
        /// <exception cref="TorchException">The function's first result is not a scalar; thrown by the returned function.</exception>
        public static Func<T, (T Gradient, TAux Aux)> Grad<[DynamicallyAccessedMembers(TreeMembers.Kept)] T, [DynamicallyAccessedMembers(TreeMembers.Kept)] TAux>(Func<T, (Tensor Output, TAux Aux)> func, bool hasAux)
        {
            var body = Typed.WithAux(func, hasAux);
            return x =>
            {
                var (gradients, _, aux) = ReverseMode.GradAndValue(body, [x], [0], hasAux: true);
                return ((T)gradients[0]!, (TAux)aux!);
            };
        }

        /// <summary>The gradient of a scalar function with respect to one of its arguments; <c>torch.func.grad</c>.</summary>
        /// <exception cref="TorchException">
        /// There is no such argument, or the result is not a scalar; thrown by the returned function.
        /// </exception>
        public static Func<Tensor, Tensor, Tensor> Grad(Func<Tensor, Tensor, Tensor> func, int argnums)
        {
            var body = Typed.Body(func);
            return (x, y) =>
            {
                var (gradients, _, _) = ReverseMode.GradAndValue(body, [x, y], [argnums], hasAux: false);
                return (Tensor)gradients[0]!;
            };
        }

        /// <summary>The gradients of a scalar function with respect to several of its arguments; <c>torch.func.grad</c>.</summary>
        /// <exception cref="TorchException">
        /// There is no such argument, or the result is not a scalar; thrown by the returned function.
        /// </exception>
        public static Func<Tensor, Tensor, Tensor[]> Grad(Func<Tensor, Tensor, Tensor> func, int[] argnums)
        {
            ArgumentNullException.ThrowIfNull(argnums);
            var body = Typed.Body(func);
            return (x, y) =>
            {
                var (gradients, _, _) = ReverseMode.GradAndValue(body, [x, y], argnums, hasAux: false);
                return Array.ConvertAll(gradients, gradient => (Tensor)gradient!);
            };
        }

        /// <summary>The gradient of a scalar function with respect to one of its arguments; <c>torch.func.grad</c>.</summary>
        /// <exception cref="TorchException">
        /// There is no such argument, or the result is not a scalar; thrown by the returned function.
        /// </exception>
        public static Func<Tensor, Tensor, Tensor, Tensor> Grad(Func<Tensor, Tensor, Tensor, Tensor> func, int argnums)
        {
            var body = Typed.Body(func);
            return (x, y, z) =>
            {
                var (gradients, _, _) = ReverseMode.GradAndValue(body, [x, y, z], [argnums], hasAux: false);
                return (Tensor)gradients[0]!;
            };
        }

        /// <summary>The gradients of a scalar function with respect to several of its arguments; <c>torch.func.grad</c>.</summary>
        /// <exception cref="TorchException">
        /// There is no such argument, or the result is not a scalar; thrown by the returned function.
        /// </exception>
        public static Func<Tensor, Tensor, Tensor, Tensor[]> Grad(Func<Tensor, Tensor, Tensor, Tensor> func, int[] argnums)
        {
            ArgumentNullException.ThrowIfNull(argnums);
            var body = Typed.Body(func);
            return (x, y, z) =>
            {
                var (gradients, _, _) = ReverseMode.GradAndValue(body, [x, y, z], argnums, hasAux: false);
                return Array.ConvertAll(gradients, gradient => (Tensor)gradient!);
            };
        }
    }
}
