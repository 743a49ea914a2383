using System.Diagnostics.CodeAnalysis;

namespace LibTorch;

public abstract partial class Torch
{
    public static partial class Func
    {
        /// <summary>
        /// The gradient of a scalar function with respect to its argument, in the argument's structure, and its value;
        /// <c>torch.func.grad_and_value</c>. Can be nested for higher derivatives.
        /// </summary>
        /// <exception cref="TorchException">The function does not give a scalar; thrown by the returned function.</exception>
        public static Func<T, (T Gradient, Tensor Value)> GradAndValue<[DynamicallyAccessedMembers(TreeMembers.Kept)] T>(Func<T, Tensor> func)
        {
            var body = Typed.Body(func);
            return (x) =>
            {
                var (gradients, value, _) = ReverseMode.GradAndValue(body, [x], [0], hasAux: false);
                return ((T)gradients[0]!, value);
            };
        }

        /// <summary>
        /// The gradient of a scalar function with respect to its first argument, in the argument's structure, and its value;
        /// <c>torch.func.grad_and_value</c>. Can be nested for higher derivatives.
        /// </summary>
        /// <exception cref="TorchException">The function does not give a scalar; thrown by the returned function.</exception>
        public static Func<T1, T2, (T1 Gradient, Tensor Value)> GradAndValue<[DynamicallyAccessedMembers(TreeMembers.Kept)] T1, [DynamicallyAccessedMembers(TreeMembers.Kept)] T2>(Func<T1, T2, Tensor> func)
        {
            var body = Typed.Body(func);
            return (x, y) =>
            {
                var (gradients, value, _) = ReverseMode.GradAndValue(body, [x, y], [0], hasAux: false);
                return ((T1)gradients[0]!, value);
            };
        }

        /// <summary>
        /// The gradient of a scalar function with respect to its first argument, in the argument's structure, and its value;
        /// <c>torch.func.grad_and_value</c>. Can be nested for higher derivatives.
        /// </summary>
        /// <exception cref="TorchException">The function does not give a scalar; thrown by the returned function.</exception>
        public static Func<T1, T2, T3, (T1 Gradient, Tensor Value)> GradAndValue<[DynamicallyAccessedMembers(TreeMembers.Kept)] T1, [DynamicallyAccessedMembers(TreeMembers.Kept)] T2, [DynamicallyAccessedMembers(TreeMembers.Kept)] T3>(Func<T1, T2, T3, Tensor> func)
        {
            var body = Typed.Body(func);
            return (x, y, z) =>
            {
                var (gradients, value, _) = ReverseMode.GradAndValue(body, [x, y, z], [0], hasAux: false);
                return ((T1)gradients[0]!, value);
            };
        }

        /// <summary>
        /// The gradient of a scalar function, its value, and its auxiliary result; <paramref name="hasAux"/> must be true;
        /// <c>torch.func.grad_and_value</c>.
        /// </summary>
        /// <exception cref="TorchException">The function's first result is not a scalar; thrown by the returned function.</exception>
        public static Func<T, (T Gradient, (Tensor Value, TAux Aux) Output)> GradAndValue<[DynamicallyAccessedMembers(TreeMembers.Kept)] T, [DynamicallyAccessedMembers(TreeMembers.Kept)] TAux>(Func<T, (Tensor Output, TAux Aux)> func, bool hasAux)
        {
            var body = Typed.WithAux(func, hasAux);
            return x =>
            {
                var (gradients, value, aux) = ReverseMode.GradAndValue(body, [x], [0], hasAux: true);
                return ((T)gradients[0]!, (value, (TAux)aux!));
            };
        }

        /// <summary>
        /// The gradient of a scalar function with respect to one of its arguments, and its value; <c>torch.func.grad_and_value</c>.
        /// </summary>
        /// <exception cref="TorchException">
        /// There is no such argument, or the result is not a scalar; thrown by the returned function.
        /// </exception>
        public static Func<Tensor, Tensor, (Tensor Gradient, Tensor Value)> GradAndValue(Func<Tensor, Tensor, Tensor> func, int argnums)
        {
            var body = Typed.Body(func);
            return (x, y) =>
            {
                var (gradients, value, _) = ReverseMode.GradAndValue(body, [x, y], [argnums], hasAux: false);
                return ((Tensor)gradients[0]!, value);
            };
        }

        /// <summary>
        /// The gradients of a scalar function with respect to several of its arguments, and its value; <c>torch.func.grad_and_value</c>.
        /// </summary>
        /// <exception cref="TorchException">
        /// There is no such argument, or the result is not a scalar; thrown by the returned function.
        /// </exception>
        public static Func<Tensor, Tensor, (Tensor[] Gradients, Tensor Value)> GradAndValue(Func<Tensor, Tensor, Tensor> func, int[] argnums)
        {
            ArgumentNullException.ThrowIfNull(argnums);
            var body = Typed.Body(func);
            return (x, y) =>
            {
                var (gradients, value, _) = ReverseMode.GradAndValue(body, [x, y], argnums, hasAux: false);
                return (Array.ConvertAll(gradients, gradient => (Tensor)gradient!), value);
            };
        }

        /// <summary>
        /// The gradient of a scalar function with respect to one of its arguments, and its value; <c>torch.func.grad_and_value</c>.
        /// </summary>
        /// <exception cref="TorchException">
        /// There is no such argument, or the result is not a scalar; thrown by the returned function.
        /// </exception>
        public static Func<Tensor, Tensor, Tensor, (Tensor Gradient, Tensor Value)> GradAndValue(Func<Tensor, Tensor, Tensor, Tensor> func, int argnums)
        {
            var body = Typed.Body(func);
            return (x, y, z) =>
            {
                var (gradients, value, _) = ReverseMode.GradAndValue(body, [x, y, z], [argnums], hasAux: false);
                return ((Tensor)gradients[0]!, value);
            };
        }

        /// <summary>
        /// The gradients of a scalar function with respect to several of its arguments, and its value; <c>torch.func.grad_and_value</c>.
        /// </summary>
        /// <exception cref="TorchException">
        /// There is no such argument, or the result is not a scalar; thrown by the returned function.
        /// </exception>
        public static Func<Tensor, Tensor, Tensor, (Tensor[] Gradients, Tensor Value)> GradAndValue(Func<Tensor, Tensor, Tensor, Tensor> func, int[] argnums)
        {
            ArgumentNullException.ThrowIfNull(argnums);
            var body = Typed.Body(func);
            return (x, y, z) =>
            {
                var (gradients, value, _) = ReverseMode.GradAndValue(body, [x, y, z], argnums, hasAux: false);
                return (Array.ConvertAll(gradients, gradient => (Tensor)gradient!), value);
            };
        }
    }
}
