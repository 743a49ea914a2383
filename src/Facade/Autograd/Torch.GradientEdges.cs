using System.Runtime.CompilerServices;
using LibTorch.Interop;

namespace LibTorch;

public abstract partial class Torch
{
    public static partial class Autograd
    {
        /// <summary>The backward pass from edges of the graph instead of tensors; <c>torch.autograd.backward</c>.</summary>
        /// <remarks>A tensor converts implicitly to its edge. Python accepts edges here since 2.7.</remarks>
        /// <exception cref="TorchException">As for <see cref="LibTorch.Tensor.Backward"/>.</exception>
        [OverloadResolutionPriority(-1)]
        public static void Backward(
            IReadOnlyList<GradientEdge> tensors, IReadOnlyList<Tensor?>? gradTensors = null, bool? retainGraph = null, bool createGraph = false)
        {
            ArgumentNullException.ThrowIfNull(tensors);
            RefuseInTransforms();
            Run(tensors, gradTensors, [], AutogradFlags.Accumulate | AutogradFlags.AllowUnreachable | Flags(retainGraph, createGraph));
        }

        /// <summary>Gradients with edges of the graph as outputs and inputs instead of tensors; <c>torch.autograd.grad</c>.</summary>
        /// <remarks>A tensor converts implicitly to its edge. Python accepts edges as inputs since 2.1, as outputs since 2.7.</remarks>
        /// <exception cref="TorchException">As for <see cref="LibTorch.Tensor.Backward"/>, and for an unused input.</exception>
        [OverloadResolutionPriority(-1)]
        public static Tensor?[] Grad(
            IReadOnlyList<GradientEdge> outputs,
            IReadOnlyList<GradientEdge> inputs,
            IReadOnlyList<Tensor?>? gradOutputs = null,
            bool? retainGraph = null,
            bool createGraph = false,
            bool allowUnused = false)
        {
            ArgumentNullException.ThrowIfNull(outputs);
            ArgumentNullException.ThrowIfNull(inputs);
            RequireInputs(inputs.Count);
            return Run(outputs, gradOutputs, inputs, Flags(retainGraph, createGraph) | Unreachable(allowUnused));
        }

        private static Tensor?[] Run(IReadOnlyList<GradientEdge> outputs, IReadOnlyList<Tensor?>? gradients, IReadOnlyList<GradientEdge> inputs, AutogradFlags flags)
        {
            foreach (var edge in outputs.Concat(inputs))
            {
                ArgumentNullException.ThrowIfNull(edge);
            }

            var complete = GradientCheck.Complete([.. outputs.Select(edge => edge.Sample())], gradients);
            return Array.ConvertAll(
                EdgeCalls.Run(
                    [.. outputs.Select(edge => edge.Node)], [.. outputs.Select(edge => edge.OutputNr)],
                    complete,
                    [.. inputs.Select(edge => edge.Node)], [.. inputs.Select(edge => edge.OutputNr)],
                    flags,
                    CallerState.Capture()),
                LibTorch.Tensor.Own);
        }

        public static partial class Graph
        {
            /// <summary>
            /// The place in the graph where the tensor's gradient is computed. Gradients with respect to it can be computed after the
            /// tensor is gone; <c>torch.autograd.graph.get_gradient_edge</c>.
            /// </summary>
            /// <exception cref="TorchException">The tensor does not require grad.</exception>
            public static GradientEdge GetGradientEdge(Tensor tensor)
            {
                ArgumentNullException.ThrowIfNull(tensor);
                if (!tensor.RequiresGrad)
                {
                    throw new TorchException("It is not possible to get the gradient edge for a Tensor that does not require gradients");
                }

                var (node, number) = EdgeCalls.Of(tensor);
                return new GradientEdge(Node.Own(node)!, number);
            }
        }
    }
}
