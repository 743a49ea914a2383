namespace LibTorch;

public abstract partial class Torch
{
    public static partial class Autograd
    {
        public static partial class Functional
        {
            /// <summary>The function's output, and a vector times its Jacobian; <c>torch.autograd.functional.vjp</c>.</summary>
            /// <param name="func">The function.</param>
            /// <param name="inputs">Its arguments.</param>
            /// <param name="v">The vector, of the output's shape; may be null if the output has one element.</param>
            /// <param name="createGraph">Whether the result can be differentiated itself.</param>
            /// <param name="strict">Whether an output that does not depend on an input is an error instead of zero.</param>
            /// <exception cref="TorchException">Strict mode found an independent output, or shapes do not match.</exception>
            public static (Tensor Output, Tensor Vjp) Vjp(
                Func<Tensor, Tensor> func, Tensor inputs, Tensor? v = null, bool createGraph = false, bool strict = false)
            {
                var (outputs, product) = Products.Vjp(Many.Of(func, "vjp"), [inputs], v is null ? null : [v], createGraph, strict, false);
                return (outputs[0], product[0]);
            }

            /// <summary>
            /// The same for a function of several tensors, or with several outputs; <c>torch.autograd.functional.vjp</c>.
            /// </summary>
            /// <exception cref="TorchException">Strict mode found an independent output, or shapes do not match.</exception>
            public static (Tensor[] Output, Tensor Vjp) Vjp(
                Func<Tensor, Tensor[]> func, Tensor inputs, IReadOnlyList<Tensor>? v = null, bool createGraph = false, bool strict = false)
            {
                var (outputs, product) = Products.Vjp(Many.Of(func, "vjp"), [inputs], v, createGraph, strict, true);
                return (outputs, product[0]);
            }

            /// <summary>
            /// The same for a function of several tensors, or with several outputs; <c>torch.autograd.functional.vjp</c>.
            /// </summary>
            /// <exception cref="TorchException">Strict mode found an independent output, or shapes do not match.</exception>
            public static (Tensor Output, Tensor[] Vjp) Vjp(
                Func<Tensor[], Tensor> func, IReadOnlyList<Tensor> inputs, Tensor? v = null, bool createGraph = false, bool strict = false)
            {
                var (outputs, product) = Products.Vjp(Many.Of(func, "vjp"), inputs, v is null ? null : [v], createGraph, strict, false);
                return (outputs[0], product);
            }

            /// <summary>
            /// The same for a function of several tensors, or with several outputs; <c>torch.autograd.functional.vjp</c>.
            /// </summary>
            /// <exception cref="TorchException">Strict mode found an independent output, or shapes do not match.</exception>
            public static (Tensor[] Output, Tensor[] Vjp) Vjp(
                Func<Tensor[], Tensor[]> func, IReadOnlyList<Tensor> inputs, IReadOnlyList<Tensor>? v = null, bool createGraph = false, bool strict = false)
            {
                var (outputs, product) = Products.Vjp(Many.Of(func, "vjp"), inputs, v, createGraph, strict, true);
                return (outputs, product);
            }

            /// <summary>
            /// The function's output, and its Jacobian times a vector, computed by the double backward trick;
            /// <c>torch.autograd.functional.jvp</c>.
            /// </summary>
            /// <param name="func">The function.</param>
            /// <param name="inputs">Its arguments.</param>
            /// <param name="v">The vector, of the input's shape; may be null if the input has one element.</param>
            /// <param name="createGraph">Whether the result can be differentiated itself.</param>
            /// <param name="strict">Whether an output that does not depend on an input is an error instead of zero.</param>
            /// <exception cref="TorchException">Strict mode found an independent output, or shapes do not match.</exception>
            public static (Tensor Output, Tensor Jvp) Jvp(
                Func<Tensor, Tensor> func, Tensor inputs, Tensor? v = null, bool createGraph = false, bool strict = false)
            {
                var (outputs, product) = Products.Jvp(Many.Of(func, "jvp"), [inputs], v is null ? null : [v], createGraph, strict, false);
                return (outputs[0], product[0]);
            }

            /// <summary>
            /// The same for a function of several tensors, or with several outputs; <c>torch.autograd.functional.jvp</c>.
            /// </summary>
            /// <exception cref="TorchException">Strict mode found an independent output, or shapes do not match.</exception>
            public static (Tensor[] Output, Tensor[] Jvp) Jvp(
                Func<Tensor, Tensor[]> func, Tensor inputs, Tensor? v = null, bool createGraph = false, bool strict = false)
            {
                var (outputs, product) = Products.Jvp(Many.Of(func, "jvp"), [inputs], v is null ? null : [v], createGraph, strict, false);
                return (outputs, product);
            }

            /// <summary>
            /// The same for a function of several tensors, or with several outputs; <c>torch.autograd.functional.jvp</c>.
            /// </summary>
            /// <exception cref="TorchException">Strict mode found an independent output, or shapes do not match.</exception>
            public static (Tensor Output, Tensor Jvp) Jvp(
                Func<Tensor[], Tensor> func, IReadOnlyList<Tensor> inputs, IReadOnlyList<Tensor>? v = null, bool createGraph = false, bool strict = false)
            {
                var (outputs, product) = Products.Jvp(Many.Of(func, "jvp"), inputs, v, createGraph, strict, true);
                return (outputs[0], product[0]);
            }

            /// <summary>
            /// The same for a function of several tensors, or with several outputs; <c>torch.autograd.functional.jvp</c>.
            /// </summary>
            /// <exception cref="TorchException">Strict mode found an independent output, or shapes do not match.</exception>
            public static (Tensor[] Output, Tensor[] Jvp) Jvp(
                Func<Tensor[], Tensor[]> func, IReadOnlyList<Tensor> inputs, IReadOnlyList<Tensor>? v = null, bool createGraph = false, bool strict = false)
            {
                var (outputs, product) = Products.Jvp(Many.Of(func, "jvp"), inputs, v, createGraph, strict, true);
                return (outputs, product);
            }

            /// <summary>A scalar function's output, and a vector times its Hessian; <c>torch.autograd.functional.vhp</c>.</summary>
            /// <param name="func">The function.</param>
            /// <param name="inputs">Its arguments.</param>
            /// <param name="v">The vector, of the input's shape; may be null if the input has one element.</param>
            /// <param name="createGraph">Whether the result can be differentiated itself.</param>
            /// <param name="strict">Whether an output that does not depend on an input is an error instead of zero.</param>
            /// <exception cref="TorchException">Strict mode found an independent output, or shapes do not match.</exception>
            public static (Tensor Output, Tensor Vhp) Vhp(
                Func<Tensor, Tensor> func, Tensor inputs, Tensor? v = null, bool createGraph = false, bool strict = false)
            {
                var (outputs, product) = Products.Vhp(Many.Of(func, "vhp"), [inputs], v is null ? null : [v], createGraph, strict, false);
                return (outputs[0], product[0]);
            }

            /// <summary>The same for a function of several tensors; <c>torch.autograd.functional.vhp</c>.</summary>
            /// <exception cref="TorchException">Strict mode found an independent output, or shapes do not match.</exception>
            public static (Tensor Output, Tensor[] Vhp) Vhp(
                Func<Tensor[], Tensor> func, IReadOnlyList<Tensor> inputs, IReadOnlyList<Tensor>? v = null, bool createGraph = false, bool strict = false)
            {
                var (outputs, product) = Products.Vhp(Many.Of(func, "vhp"), inputs, v, createGraph, strict, true);
                return (outputs[0], product);
            }

            /// <summary>
            /// A scalar function's output, and its Hessian times a vector;
            /// <see cref="Vhp(Func{Tensor, Tensor}, Tensor, Tensor?, bool, bool)"/> gives the same and is faster;
            /// <c>torch.autograd.functional.hvp</c>.
            /// </summary>
            /// <param name="func">The function.</param>
            /// <param name="inputs">Its arguments.</param>
            /// <param name="v">The vector, of the input's shape; may be null if the input has one element.</param>
            /// <param name="createGraph">Whether the result can be differentiated itself.</param>
            /// <param name="strict">Whether an output that does not depend on an input is an error instead of zero.</param>
            /// <exception cref="TorchException">Strict mode found an independent output, or shapes do not match.</exception>
            public static (Tensor Output, Tensor Hvp) Hvp(
                Func<Tensor, Tensor> func, Tensor inputs, Tensor? v = null, bool createGraph = false, bool strict = false)
            {
                var (outputs, product) = Products.Hvp(Many.Of(func, "hvp"), [inputs], v is null ? null : [v], createGraph, strict, false);
                return (outputs[0], product[0]);
            }

            /// <summary>The same for a function of several tensors; <c>torch.autograd.functional.hvp</c>.</summary>
            /// <exception cref="TorchException">Strict mode found an independent output, or shapes do not match.</exception>
            public static (Tensor Output, Tensor[] Hvp) Hvp(
                Func<Tensor[], Tensor> func, IReadOnlyList<Tensor> inputs, IReadOnlyList<Tensor>? v = null, bool createGraph = false, bool strict = false)
            {
                var (outputs, product) = Products.Hvp(Many.Of(func, "hvp"), inputs, v, createGraph, strict, true);
                return (outputs[0], product);
            }
        }
    }
}
