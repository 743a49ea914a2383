using LibTorch.Interop;

namespace LibTorch;

public abstract partial class Torch
{
    /// <summary>Automatic differentiation; <c>torch.autograd</c>.</summary>
    public static partial class Autograd
    {
        /// <summary>Adds the gradients of the outputs to the <see cref="LibTorch.Tensor.Grad"/> of the graph's leaves; <c>torch.autograd.backward</c>.</summary>
        /// <param name="tensors">The outputs.</param>
        /// <param name="gradTensors">A vector for each output, of its shape; null for a scalar one.</param>
        /// <param name="retainGraph">Whether the graph can be used again; null: the same as <paramref name="createGraph"/>.</param>
        /// <param name="createGraph">Whether the gradients can be differentiated themselves.</param>
        /// <param name="inputs">Accumulates gradients into these tensors only; null: all leaves.</param>
        /// <exception cref="TorchException">As for <see cref="LibTorch.Tensor.Backward"/>.</exception>
        public static void Backward(
            IReadOnlyList<Tensor> tensors,
            IReadOnlyList<Tensor?>? gradTensors = null,
            bool? retainGraph = null,
            bool createGraph = false,
            IReadOnlyList<Tensor>? inputs = null)
        {
            ArgumentNullException.ThrowIfNull(tensors);
            RefuseInTransforms();
            if (inputs is { Count: 0 })
            {
                var words = LibraryCalls.IsAtLeast(2, 0) ? "`inputs` argument to `backward()`" : "'inputs' argument to backward()";
                throw new TorchException($"{words} cannot be empty.");
            }

            RefuseNull(inputs ?? []);
            var gradients = GradientCheck.Complete(tensors, gradTensors);
            AutogradCalls.Run([.. tensors], gradients, [.. inputs ?? []], AutogradFlags.Accumulate | AutogradFlags.AllowUnreachable | Flags(retainGraph, createGraph), CallerState.Capture());
        }

        /// <summary>The gradients of the outputs with respect to the inputs, one each; <c>torch.autograd.grad</c>.</summary>
        /// <param name="outputs">The outputs.</param>
        /// <param name="inputs">The tensors to differentiate with respect to.</param>
        /// <param name="gradOutputs">A vector for each output, of its shape; null for a scalar one.</param>
        /// <param name="retainGraph">Whether the graph can be used again; null: the same as <paramref name="createGraph"/>.</param>
        /// <param name="createGraph">Whether the gradients can be differentiated themselves.</param>
        /// <param name="allowUnused">
        /// Whether an input that the outputs do not depend on gives null instead of an error; null: the same as
        /// <paramref name="materializeGrads"/>.
        /// </param>
        /// <param name="materializeGrads">Whether an input that the outputs do not depend on gives zeros instead of null.</param>
        /// <param name="isGradsBatched">
        /// Whether the first dimension of each of <paramref name="gradOutputs"/> is a batch of vectors, computed in one call. The results
        /// then have this dimension too.
        /// </param>
        /// <exception cref="TorchException">As for <see cref="LibTorch.Tensor.Backward"/>, and for an unused input.</exception>
        public static Tensor?[] Grad(
            IReadOnlyList<Tensor> outputs,
            IReadOnlyList<Tensor> inputs,
            IReadOnlyList<Tensor?>? gradOutputs = null,
            bool? retainGraph = null,
            bool createGraph = false,
            bool? allowUnused = null,
            bool isGradsBatched = false,
            bool materializeGrads = false)
        {
            ArgumentNullException.ThrowIfNull(outputs);
            ArgumentNullException.ThrowIfNull(inputs);
            RequireInputs(inputs.Count);
            RefuseNull(inputs);
            if (materializeGrads && allowUnused == false)
            {
                throw new TorchValueException("Expected allow_unused to be True or not passed when materialize_grads=True, but got: allow_unused=False.");
            }

            var gradients = GradientCheck.Complete(outputs, gradOutputs, isGradsBatched);
            var flags = Flags(retainGraph, createGraph) | Unreachable(allowUnused ?? materializeGrads);
            var grads = isGradsBatched ? BatchedGradients.Map("vjp", gradients, Run) : Run(gradients);
            for (var i = 0; i < grads.Length && materializeGrads; i++)
            {
                grads[i] ??= ZerosLike(inputs[i]).RequiresGrad_(createGraph);
            }

            return grads;

            Tensor?[] Run(Tensor?[] vectors) => Array.ConvertAll(AutogradCalls.Run([.. outputs], vectors, [.. inputs], flags, CallerState.Capture()), LibTorch.Tensor.Own);
        }

        /// <summary>The gradient of one output with respect to one input; <c>torch.autograd.grad</c>.</summary>
        /// <exception cref="TorchException">As for <see cref="LibTorch.Tensor.Backward"/>, and for an unused input.</exception>
        public static Tensor Grad(
            Tensor output, Tensor input, Tensor? gradOutput = null, bool? retainGraph = null, bool createGraph = false) =>
            Grad([NullCheck.Of(output)], [NullCheck.Of(input)], [gradOutput], retainGraph, createGraph)[0]!;

        private static void RefuseNull(IReadOnlyList<Tensor> inputs)
        {
            foreach (var input in inputs)
            {
                NullCheck.Of(input, nameof(inputs));
            }
        }

        private static void RefuseInTransforms()
        {
            if (TransformCalls.AreActive)
            {
                throw new TorchException(
                    "backward() called inside a functorch transform. This is not supported, please use functorch.grad or functorch.vjp instead or call backward() outside of functorch transforms.");
            }
        }

        private static void RequireInputs(int count)
        {
            if (count == 0)
            {
                throw LibraryCalls.IsAtLeast(2, 14)
                    ? new TorchException("`inputs` argument to `grad()` cannot be empty.")
                    : new TorchValueException("grad requires non-empty inputs.");
            }
        }

        private static AutogradFlags Unreachable(bool allowed) => allowed ? AutogradFlags.AllowUnreachable : AutogradFlags.None;

        private static AutogradFlags Flags(bool? retainGraph, bool createGraph) =>
            (retainGraph ?? createGraph ? AutogradFlags.RetainGraph : 0) | (createGraph ? AutogradFlags.CreateGraph : 0);
    }
}
