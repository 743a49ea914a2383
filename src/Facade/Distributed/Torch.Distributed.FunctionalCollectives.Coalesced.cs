using LibTorch.Distributed;

namespace LibTorch;

public abstract partial class Torch
{
    public static partial class Distributed
    {
        // Several tensors in one call.
        public static partial class FunctionalCollectives
        {
            /// <summary>
            /// <see cref="AllReduce"/> for several tensors of one dtype at once; <c>_functional_collectives.all_reduce_coalesced</c>.
            /// </summary>
            /// <param name="tensors">This rank's tensors.</param>
            /// <param name="op">How elements are reduced. Only Sum has a gradient.</param>
            /// <param name="group">The group; null: the default group.</param>
            /// <returns>The results, with the tensors' shapes.</returns>
            /// <inheritdoc cref="AllReduce" path="/exception"/>
            public static Tensor[] AllReduceCoalesced(IReadOnlyList<Tensor> tensors, ReduceOp op = ReduceOp.Sum, ProcessGroup? group = null)
            {
                FunctionalCall call = new("all_reduce_coalesced", group);
                return call.RunAll(tensors, [Name(op)], AllRecord ? Backward : null);

                Tensor[] Backward(Tensor[] gradients)
                {
                    Require(op == ReduceOp.Sum, $"all_reduce_coalesced backward only supports 'sum' reduction, got '{Name(op)}'");
                    return AllReduceCoalesced(gradients, op, call.Group);
                }
            }

            /// <summary>
            /// <see cref="AllGatherTensor"/> along the first dimension, for several tensors at once;
            /// <c>_functional_collectives.all_gather_into_tensor_coalesced</c>, in newer versions <c>all_gather_single_coalesced</c>.
            /// </summary>
            /// <param name="tensors">This rank's tensors, each of the same shape on all ranks.</param>
            /// <param name="group">The group; null: the default group.</param>
            /// <returns>For each tensor, those of all ranks, concatenated.</returns>
            /// <inheritdoc cref="AllGatherTensor" path="/exception"/>
            public static Tensor[] AllGatherIntoTensorCoalesced(IReadOnlyList<Tensor> tensors, ProcessGroup? group = null)
            {
                FunctionalCall call = new("all_gather_into_tensor_coalesced", group);
                return call.RunAll(tensors, [call.Group.Size], AllRecord ? Backward : null);

                Tensor[] Backward(Tensor[] gradients) => ReduceScatterTensorCoalesced(gradients, ReduceOp.Sum, new long[gradients.Length], call.Group);
            }

            /// <summary>
            /// <see cref="ReduceScatterTensor"/> for several tensors at once;
            /// <c>_functional_collectives.reduce_scatter_tensor_coalesced</c>, in newer versions <c>reduce_scatter_single_coalesced</c>.
            /// </summary>
            /// <param name="tensors">This rank's tensors, each of the same shape on all ranks.</param>
            /// <param name="op">How elements are reduced. Only Sum has a gradient.</param>
            /// <param name="scatterDim">For each tensor, the dimension that is split.</param>
            /// <param name="group">The group; null: the default group.</param>
            /// <returns>For each tensor, this rank's part.</returns>
            /// <inheritdoc cref="ReduceScatterTensor" path="/exception"/>
            public static Tensor[] ReduceScatterTensorCoalesced(IReadOnlyList<Tensor> tensors, ReduceOp op, IReadOnlyList<long> scatterDim, ProcessGroup? group = null)
            {
                FunctionalCall call = new("reduce_scatter_tensor_coalesced", group);
                var size = call.Group.Size;
                ArgumentNullException.ThrowIfNull(tensors);
                ArgumentNullException.ThrowIfNull(scatterDim);
                Require(scatterDim.Count == tensors.Count, $"Length of scatter_dim ({scatterDim.Count}) must equal length of inputs ({tensors.Count})");
                return call.RunAll([.. tensors.Select(Parts)], [Name(op), size], AllRecord ? Backward : null);

                // The parts for the ranks, one after the other along the first dimension.
                Tensor Parts(Tensor tensor, int i)
                {
                    var (given, dim) = (NullCheck.Of(tensor), scatterDim[i]);
                    Require(given.Size(dim) % size == 0, $"input dimension {dim} ({given.Size(dim)} must be a multiple of group_size {size} for tensor at index {i}");
                    return dim == 0 ? given : Cat(given.Chunk(size, dim));
                }

                Tensor[] Backward(Tensor[] gradients)
                {
                    Require(op == ReduceOp.Sum, $"reduce_scatter_tensor_coalesced backward only supports 'sum' reduction, got '{Name(op)}'");
                    return AllGatherIntoTensorCoalesced(gradients, call.Group);
                }
            }
        }
    }
}
