using System.Diagnostics.CodeAnalysis;

namespace LibTorch;

public abstract partial class Torch
{
    public static partial class Func
    {
        /// <summary>The function's output and its Jacobian times the tangents, by forward mode; <c>torch.func.jvp</c>.</summary>
        /// <param name="func">The function.</param>
        /// <param name="primals">Its argument.</param>
        /// <param name="tangents">The vector, of the argument's structure and shapes.</param>
        /// <param name="strict">Whether an output that does not depend on the argument is an error instead of a zero tangent.</param>
        /// <exception cref="TorchException">Structures or shapes do not match, or an operator has no forward derivative.</exception>
        public static (TResult Output, TResult JvpOut) Jvp<[DynamicallyAccessedMembers(TreeMembers.Kept)] T, [DynamicallyAccessedMembers(TreeMembers.Kept)] TResult>(Func<T, TResult> func, T primals, T tangents, bool strict = false)
        {
            var (outputs, products, spec, _) = ForwardMode.Jvp(Typed.Body(func), [primals], [tangents], null, strict, hasAux: false);
            return ((TResult)spec.Unflatten(outputs)!, (TResult)spec.Unflatten(products)!);
        }

        /// <summary>The same for a function of two arguments; <c>torch.func.jvp</c>.</summary>
        /// <exception cref="TorchException">Structures or shapes do not match, or an operator has no forward derivative.</exception>
        public static (TResult Output, TResult JvpOut) Jvp<[DynamicallyAccessedMembers(TreeMembers.Kept)] T1, [DynamicallyAccessedMembers(TreeMembers.Kept)] T2, [DynamicallyAccessedMembers(TreeMembers.Kept)] TResult>(
            Func<T1, T2, TResult> func, (T1 First, T2 Second) primals, (T1 First, T2 Second) tangents, bool strict = false)
        {
            var (outputs, products, spec, _) = ForwardMode.Jvp(
                Typed.Body(func), [primals.First, primals.Second], [tangents.First, tangents.Second], null, strict, hasAux: false);
            return ((TResult)spec.Unflatten(outputs)!, (TResult)spec.Unflatten(products)!);
        }

        /// <summary>
        /// The function's output, its Jacobian times the tangents, and its auxiliary result; <paramref name="hasAux"/> must be true;
        /// <c>torch.func.jvp</c>.
        /// </summary>
        /// <exception cref="TorchException">Structures or shapes do not match, or an operator has no forward derivative.</exception>
        public static (TResult Output, TResult JvpOut, TAux Aux) Jvp<[DynamicallyAccessedMembers(TreeMembers.Kept)] T, [DynamicallyAccessedMembers(TreeMembers.Kept)] TResult, [DynamicallyAccessedMembers(TreeMembers.Kept)] TAux>(
            Func<T, (TResult Output, TAux Aux)> func, T primals, T tangents, bool hasAux, bool strict = false)
        {
            var (outputs, products, spec, aux) = ForwardMode.Jvp(Typed.WithAux(func, hasAux), [primals], [tangents], null, strict, hasAux: true);
            return ((TResult)spec.Unflatten(outputs)!, (TResult)spec.Unflatten(products)!, (TAux)aux!);
        }

        /// <summary>
        /// The function's output, and a function that multiplies the Jacobian at this point with tangents; <c>torch.func.linearize</c>.
        /// </summary>
        /// <remarks>
        /// Python records the linear part once and replays it. Here each call runs the function again in forward mode, with the same
        /// result.
        /// </remarks>
        /// <exception cref="TorchException">
        /// A tangent has another shape, device or dtype than its primal; thrown by the returned function.
        /// </exception>
        public static (TResult Output, Func<T, TResult> JvpFunc) Linearize<[DynamicallyAccessedMembers(TreeMembers.Kept)] T, [DynamicallyAccessedMembers(TreeMembers.Kept)] TResult>(Func<T, TResult> func, T primals)
        {
            var body = Typed.Body(func);
            var point = Tree.Map(primals, primal => primal.ForLater());
            return (func(primals), tangents =>
            {
                Linearization.Check(point, tangents);
                var (_, products, spec, _) = ForwardMode.Jvp(body, [point], [tangents], null, strict: false, hasAux: false);
                return (TResult)spec.Unflatten(products)!;
            });
        }
    }
}
