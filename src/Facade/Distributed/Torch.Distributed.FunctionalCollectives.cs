using LibTorch.Distributed;
using LibTorch.Interop;

namespace LibTorch;

public abstract partial class Torch
{
    public static partial class Distributed
    {
        /// <summary>
        /// Collectives that leave their arguments as they are and return new tensors;
        /// <c>torch.distributed._functional_collectives</c>. libtorch 1.13 has none of them.
        /// </summary>
        /// <remarks>
        /// Each function waits for its result before it returns, where Python's waits when the result is first used. With libtorch 2.14
        /// and newer, gradients flow through all of them but <see cref="Broadcast"/>; with older versions, only through those whose names
        /// end in <c>Autograd</c>. A backward pass through one is a collective too, so all ranks have to run it.
        /// </remarks>
        public static partial class FunctionalCollectives
        {
            // Since this version PyTorch has derivatives of the functions without Autograd in their names. A pass through them is a
            // collective, so ranks in both languages must agree on whether there is one.
            private static bool AllRecord => LibraryCalls.IsAtLeast(2, 14);

            /// <summary>
            /// Reduces the tensors of all ranks to one result that all ranks get; <c>_functional_collectives.all_reduce</c>.
            /// </summary>
            /// <param name="tensor">This rank's tensor. Any shape; complex tensors support only Sum and Avg, and only with libtorch versions newer than 2.6.</param>
            /// <param name="op">How elements are reduced. Only Sum and Avg have a gradient.</param>
            /// <param name="group">The group; null: the default group.</param>
            /// <returns>The result, with the tensor's shape.</returns>
            /// <exception cref="OperatorNotFoundException">This libtorch has no functional collectives.</exception>
            /// <exception cref="TorchValueException">This process is not a member of the group.</exception>
            /// <exception cref="TorchDistException">Another rank has ended, or did not take part within the timeout.</exception>
            public static Tensor AllReduce(Tensor tensor, ReduceOp op = ReduceOp.Sum, ProcessGroup? group = null)
            {
                FunctionalCall call = new("all_reduce", group);
                return call.Run(tensor, [Name(op)], AllRecord ? Backward : null);

                Tensor Backward(Tensor gradient)
                {
                    Require(op is ReduceOp.Sum or ReduceOp.Avg, $"all_reduce backward only supports 'sum' and 'avg' reductions, got '{Name(op)}'");
                    return AllReduce(gradient, op, call.Group);
                }
            }

            /// <summary>
            /// Gives every rank the tensors of all ranks, concatenated; <c>_functional_collectives.all_gather_tensor</c>, in newer versions
            /// <c>all_gather_single</c>.
            /// </summary>
            /// <param name="tensor">This rank's tensor, of the same shape on all ranks.</param>
            /// <param name="gatherDim">The dimension along which the tensors are concatenated.</param>
            /// <param name="group">The group; null: the default group.</param>
            /// <returns>The tensors in the order of the ranks: this dimension is as many times larger as there are ranks.</returns>
            /// <exception cref="OperatorNotFoundException">This libtorch has no functional collectives.</exception>
            /// <exception cref="TorchException">The tensor is not contiguous: older libtorch versions such as 2.6 refuse it.</exception>
            /// <exception cref="TorchValueException">This process is not a member of the group.</exception>
            /// <exception cref="TorchDistException">Another rank has ended, or did not take part within the timeout.</exception>
            public static Tensor AllGatherTensor(Tensor tensor, long gatherDim = 0, ProcessGroup? group = null) => Gather(tensor, gatherDim, group, AllRecord);

            /// <summary>
            /// <see cref="AllGatherTensor"/> with gradients on every libtorch that has it;
            /// <c>_functional_collectives.all_gather_tensor_autograd</c>.
            /// </summary>
            /// <inheritdoc cref="AllGatherTensor"/>
            public static Tensor AllGatherTensorAutograd(Tensor tensor, long gatherDim = 0, ProcessGroup? group = null) => Gather(tensor, gatherDim, group, records: true);

            /// <summary>
            /// Reduces the tensors of all ranks, and gives each rank its part of the result;
            /// <c>_functional_collectives.reduce_scatter_tensor</c>, in newer versions <c>reduce_scatter_single</c>.
            /// </summary>
            /// <param name="tensor">This rank's tensor, of the same shape on all ranks.</param>
            /// <param name="op">How elements are reduced. Only Sum has a gradient.</param>
            /// <param name="scatterDim">The dimension that is split. Its size must be a multiple of the number of ranks.</param>
            /// <param name="group">The group; null: the default group.</param>
            /// <returns>This rank's part: this dimension is divided by the number of ranks.</returns>
            /// <exception cref="OperatorNotFoundException">This libtorch has no functional collectives.</exception>
            /// <exception cref="TorchException">
            /// The dimension cannot be split evenly; or the tensor is not contiguous, which older libtorch versions such as 2.6 refuse.
            /// </exception>
            /// <exception cref="TorchValueException">This process is not a member of the group.</exception>
            /// <exception cref="TorchDistException">Another rank has ended, or did not take part within the timeout.</exception>
            public static Tensor ReduceScatterTensor(Tensor tensor, ReduceOp op = ReduceOp.Sum, long scatterDim = 0, ProcessGroup? group = null) => Scatter(tensor, op, scatterDim, group, AllRecord);

            /// <summary>
            /// <see cref="ReduceScatterTensor"/> with gradients on every libtorch that has it;
            /// <c>_functional_collectives.reduce_scatter_tensor_autograd</c>.
            /// </summary>
            /// <inheritdoc cref="ReduceScatterTensor"/>
            public static Tensor ReduceScatterTensorAutograd(Tensor tensor, ReduceOp op = ReduceOp.Sum, long scatterDim = 0, ProcessGroup? group = null) => Scatter(tensor, op, scatterDim, group, records: true);

            /// <summary>
            /// Splits a tensor along its first dimension, sends one part to each rank, and concatenates the parts received from all ranks;
            /// <c>_functional_collectives.all_to_all_single</c>.
            /// </summary>
            /// <param name="tensor">The tensor to split.</param>
            /// <param name="outputSplitSizes">How many rows come from each rank; null: equally many.</param>
            /// <param name="inputSplitSizes">How many rows go to each rank; null: equally many.</param>
            /// <param name="group">The group; null: the default group.</param>
            /// <returns>The parts of all ranks, in their order.</returns>
            /// <exception cref="OperatorNotFoundException">This libtorch has no functional collectives.</exception>
            /// <exception cref="TorchException">
            /// Only one of the splits is given; or the tensor is not contiguous, which older libtorch versions such as 2.6 refuse.
            /// </exception>
            /// <exception cref="TorchValueException">This process is not a member of the group.</exception>
            /// <exception cref="TorchDistException">Another rank has ended, or did not take part within the timeout.</exception>
            public static Tensor AllToAllSingle(Tensor tensor, long[]? outputSplitSizes = null, long[]? inputSplitSizes = null, ProcessGroup? group = null) => Exchange(tensor, outputSplitSizes, inputSplitSizes, group, AllRecord);

            /// <summary>
            /// <see cref="AllToAllSingle"/> with gradients on every libtorch that has it;
            /// <c>_functional_collectives.all_to_all_single_autograd</c>.
            /// </summary>
            /// <inheritdoc cref="AllToAllSingle"/>
            public static Tensor AllToAllSingleAutograd(Tensor tensor, long[]? outputSplitSizes = null, long[]? inputSplitSizes = null, ProcessGroup? group = null) => Exchange(tensor, outputSplitSizes, inputSplitSizes, group, records: true);

            /// <summary>Gives every rank the tensor of one rank; <c>_functional_collectives.broadcast</c>. It has no gradient.</summary>
            /// <param name="tensor">On the source rank, the tensor; on the others, one of the same shape and dtype.</param>
            /// <param name="src">
            /// The source, by its rank in the group. <see cref="Distributed.Broadcast"/> takes the rank in the default group.
            /// </param>
            /// <param name="group">The group; null: the default group.</param>
            /// <returns>The source's tensor.</returns>
            /// <exception cref="OperatorNotFoundException">This libtorch has no functional collectives.</exception>
            /// <exception cref="TorchException">The group has no such rank.</exception>
            /// <exception cref="TorchValueException">This process is not a member of the group.</exception>
            /// <exception cref="TorchDistException">Another rank has ended, or did not take part within the timeout.</exception>
            public static Tensor Broadcast(Tensor tensor, int src, ProcessGroup? group = null) => new FunctionalCall("broadcast", group).Run(tensor, [src]);

            /// <summary>
            /// Waits for the result of an operator of <c>_c10d_functional</c> that was called through <see cref="Ops"/>;
            /// <c>_functional_collectives.wait_tensor</c>. The functions of this class have waited for theirs.
            /// </summary>
            /// <param name="tensor">The operator's result.</param>
            /// <returns>The tensor itself.</returns>
            /// <exception cref="OperatorNotFoundException">This libtorch has no functional collectives.</exception>
            /// <exception cref="TorchDistException">Another rank has ended, or did not take part within the timeout.</exception>
            public static Tensor WaitTensor(Tensor tensor)
            {
                FunctionalCall.Wait(NullCheck.Of(tensor));
                return tensor;
            }

            private static Tensor Gather(Tensor tensor, long dim, ProcessGroup? group, bool records)
            {
                FunctionalCall call = new("all_gather_into_tensor", group);
                var size = call.Group.Size;
                var gathered = call.Run(tensor, [size], records ? Backward : null);
                return dim == 0 ? gathered : Cat(gathered.Chunk(size), dim);

                Tensor Backward(Tensor gradient) => ReduceScatterTensor(gradient, group: call.Group);
            }

            private static Tensor Scatter(Tensor tensor, ReduceOp op, long dim, ProcessGroup? group, bool records)
            {
                FunctionalCall call = new("reduce_scatter_tensor", group);
                var size = call.Group.Size;
                var given = NullCheck.Of(tensor);
                Require(given.Size(dim) % size == 0, $"input dimension 0 ({given.Size(0)} must be a multiple of group_size {size}{(LibraryCalls.IsAtLeast(2, 14) ? ")" : "")}");
                return call.Run(dim == 0 ? given : Cat(given.Chunk(size, dim)), [Name(op), size], records ? Backward : null);

                Tensor Backward(Tensor gradient)
                {
                    Require(op == ReduceOp.Sum, $"reduce_scatter_tensor backward only supports 'sum' reduction, got '{Name(op)}'");
                    return AllGatherTensor(gradient, group: call.Group);
                }
            }

            private static Tensor Exchange(Tensor tensor, long[]? outputSplits, long[]? inputSplits, ProcessGroup? group, bool records)
            {
                FunctionalCall call = new("all_to_all_single", group);
                var size = call.Group.Size;
                Require(outputSplits is null == inputSplits is null, "output_split_sizes and input_split_sizes must either be specified together or both set to None");

                // Copies: the backward pass uses them too.
                long[] outputs = [.. outputSplits ?? Enumerable.Repeat(NullCheck.Of(tensor).Size(0) / size, size)];
                long[] inputs = [.. inputSplits ?? outputs];
                return call.Run(tensor, [outputs, inputs], records ? Backward : null);

                Tensor Backward(Tensor gradient) => AllToAllSingle(gradient, inputs, outputs, call.Group);
            }

            private static string Name(ReduceOp op) => op.ToString().ToLowerInvariant();

            private static void Require(bool condition, string message)
            {
                if (!condition)
                {
                    throw new TorchException(message);
                }
            }
        }
    }
}
