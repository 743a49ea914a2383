namespace LibTorch;

public abstract partial class Torch
{
    public static partial class Autograd
    {
        /// <summary>Jacobians, Hessians and products with them, of functions of tensors; <c>torch.autograd.functional</c>.</summary>
        public static partial class Functional
        {
            /// <summary>
            /// The Jacobian of a function. Its shape is the output's shape followed by the input's;
            /// <c>torch.autograd.functional.jacobian</c>.
            /// </summary>
            /// <param name="func">The function.</param>
            /// <param name="inputs">Its arguments.</param>
            /// <param name="createGraph">Whether the result can be differentiated itself.</param>
            /// <param name="strict">Whether an output that does not depend on an input is an error instead of zero.</param>
            /// <param name="vectorize">Whether all rows (or columns) are computed in one batched call, which is much faster for more than a few.</param>
            /// <param name="strategy">Forward mode is for functions of fewer inputs than outputs, and needs <paramref name="vectorize"/>.</param>
            /// <exception cref="TorchException">Strict mode found an independent output, or shapes do not match.</exception>
            public static Tensor Jacobian(
                Func<Tensor, Tensor> func, Tensor inputs, bool createGraph = false, bool strict = false, bool vectorize = false, JacobianStrategy strategy = JacobianStrategy.ReverseMode) =>
                Matrices.Jacobian(Many.Of(func, "jacobian"), [inputs], createGraph, strict, vectorize, strategy)[0][0];

            /// <summary>The Jacobian of each output with respect to the input; <c>torch.autograd.functional.jacobian</c>.</summary>
            /// <exception cref="TorchException">Strict mode found an independent output, or shapes do not match.</exception>
            public static Tensor[] Jacobian(
                Func<Tensor, Tensor[]> func, Tensor inputs, bool createGraph = false, bool strict = false, bool vectorize = false, JacobianStrategy strategy = JacobianStrategy.ReverseMode) =>
                Array.ConvertAll(Matrices.Jacobian(Many.Of(func, "jacobian"), [inputs], createGraph, strict, vectorize, strategy), row => row[0]);

            /// <summary>The Jacobian of the output with respect to each input; <c>torch.autograd.functional.jacobian</c>.</summary>
            /// <exception cref="TorchException">Strict mode found an independent output, or shapes do not match.</exception>
            public static Tensor[] Jacobian(
                Func<Tensor[], Tensor> func, IReadOnlyList<Tensor> inputs, bool createGraph = false, bool strict = false, bool vectorize = false, JacobianStrategy strategy = JacobianStrategy.ReverseMode) =>
                Matrices.Jacobian(Many.Of(func, "jacobian"), inputs, createGraph, strict, vectorize, strategy)[0];

            /// <summary>For each output, its Jacobian with respect to each input; <c>torch.autograd.functional.jacobian</c>.</summary>
            /// <exception cref="TorchException">Strict mode found an independent output, or shapes do not match.</exception>
            public static Tensor[][] Jacobian(
                Func<Tensor[], Tensor[]> func, IReadOnlyList<Tensor> inputs, bool createGraph = false, bool strict = false, bool vectorize = false, JacobianStrategy strategy = JacobianStrategy.ReverseMode) =>
                Matrices.Jacobian(Many.Of(func, "jacobian"), inputs, createGraph, strict, vectorize, strategy);

            /// <summary>The Hessian of a scalar function; <c>torch.autograd.functional.hessian</c>.</summary>
            /// <param name="func">The function.</param>
            /// <param name="inputs">Its arguments.</param>
            /// <param name="createGraph">Whether the result can be differentiated itself.</param>
            /// <param name="strict">Whether an output that does not depend on an input is an error instead of zero.</param>
            /// <param name="vectorize">Whether all rows (or columns) are computed in one batched call.</param>
            /// <param name="outerJacobianStrategy">Forward mode computes the second derivative with tangents, and needs <paramref name="vectorize"/>.</param>
            /// <exception cref="TorchException">Strict mode found an independent output, or shapes do not match.</exception>
            public static Tensor Hessian(
                Func<Tensor, Tensor> func, Tensor inputs, bool createGraph = false, bool strict = false, bool vectorize = false, JacobianStrategy outerJacobianStrategy = JacobianStrategy.ReverseMode) =>
                Matrices.Hessian(Many.Of(func, "hessian"), [inputs], createGraph, strict, vectorize, outerJacobianStrategy)[0][0];

            /// <summary>
            /// The second derivatives of a scalar function with respect to each pair of inputs; <c>torch.autograd.functional.hessian</c>.
            /// </summary>
            /// <exception cref="TorchException">Strict mode found an independent output, or shapes do not match.</exception>
            public static Tensor[][] Hessian(
                Func<Tensor[], Tensor> func, IReadOnlyList<Tensor> inputs, bool createGraph = false, bool strict = false, bool vectorize = false, JacobianStrategy outerJacobianStrategy = JacobianStrategy.ReverseMode) =>
                Matrices.Hessian(Many.Of(func, "hessian"), inputs, createGraph, strict, vectorize, outerJacobianStrategy);
        }
    }
}
