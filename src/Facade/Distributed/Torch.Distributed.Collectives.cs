using LibTorch.Distributed;

namespace LibTorch;

public abstract partial class Torch
{
    // All ranks of the group must call each collective, in the same order, with tensors of the same shape and dtype.
    public static partial class Distributed
    {
        /// <summary>Copies the tensor of one rank to all ranks, in place; <c>torch.distributed.broadcast</c>.</summary>
        /// <param name="tensor">The tensor to copy on the source rank; overwritten on the others. Any shape and dtype.</param>
        /// <param name="src">The source, by its rank in the default group.</param>
        /// <param name="group">The group; null: the default group.</param>
        /// <exception cref="TorchDistException">Another rank has ended, or did not take part within the timeout.</exception>
        public static void Broadcast(Tensor tensor, int src, ProcessGroup? group = null) => BroadcastAsync(tensor, src, group).WaitAndDispose();

        /// <summary>
        /// Reduces the tensors of all ranks to one result that all ranks get, in place; <c>torch.distributed.all_reduce</c>.
        /// </summary>
        /// <param name="tensor">This rank's tensor, replaced by the result. Any shape; complex tensors support only Sum and Avg.</param>
        /// <param name="op">How elements are reduced.</param>
        /// <param name="group">The group; null: the default group.</param>
        /// <exception cref="TorchValueException">The op does not support this dtype.</exception>
        /// <exception cref="TorchDistException">Another rank has ended, or did not take part within the timeout.</exception>
        public static void AllReduce(Tensor tensor, ReduceOp op = ReduceOp.Sum, ProcessGroup? group = null) => AllReduceAsync(tensor, op, group).WaitAndDispose();

        /// <summary>
        /// <see cref="AllReduce"/> for several tensors of one dtype at once; <c>torch.distributed.all_reduce_coalesced</c>.
        /// </summary>
        /// <inheritdoc cref="AllReduce"/>
        public static void AllReduceCoalesced(IReadOnlyList<Tensor> tensors, ReduceOp op = ReduceOp.Sum, ProcessGroup? group = null) => AllReduceCoalescedAsync(tensors, op, group).WaitAndDispose();

        /// <summary>
        /// Reduces the tensors of all ranks to one result on one rank, in place; <c>torch.distributed.reduce</c>. On the other ranks the
        /// tensor's elements are undefined afterwards.
        /// </summary>
        /// <param name="tensor">This rank's tensor; on the destination rank it is replaced by the result.</param>
        /// <param name="dst">The destination, by its rank in the default group.</param>
        /// <param name="op">How elements are reduced.</param>
        /// <param name="group">The group; null: the default group.</param>
        /// <exception cref="TorchDistException">Another rank has ended, or did not take part within the timeout.</exception>
        public static void Reduce(Tensor tensor, int dst, ReduceOp op = ReduceOp.Sum, ProcessGroup? group = null) => ReduceAsync(tensor, dst, op, group).WaitAndDispose();

        /// <summary>Gives every rank the tensors of all ranks; <c>torch.distributed.all_gather</c>.</summary>
        /// <param name="tensorList">Receives the tensors: one for each rank, of the shape of that rank's tensor.</param>
        /// <param name="tensor">This rank's tensor.</param>
        /// <param name="group">The group; null: the default group.</param>
        /// <exception cref="TorchDistException">Another rank has ended, or did not take part within the timeout.</exception>
        public static void AllGather(IReadOnlyList<Tensor> tensorList, Tensor tensor, ProcessGroup? group = null) => AllGatherAsync(tensorList, tensor, group).WaitAndDispose();

        /// <summary>
        /// Gives every rank the tensors of all ranks, in a single tensor; <c>torch.distributed.all_gather_into_tensor</c>. Gloo supports it
        /// since libtorch 2.
        /// </summary>
        /// <param name="outputTensor">Receives the ranks' tensors, concatenated or stacked.</param>
        /// <param name="inputTensor">This rank's tensor.</param>
        /// <param name="group">The group; null: the default group.</param>
        /// <exception cref="TorchException">The backend does not support it.</exception>
        public static void AllGatherIntoTensor(Tensor outputTensor, Tensor inputTensor, ProcessGroup? group = null) => AllGatherIntoTensorAsync(outputTensor, inputTensor, group).WaitAndDispose();

        /// <summary>Gives one rank the tensors of all ranks; <c>torch.distributed.gather</c>.</summary>
        /// <param name="tensor">This rank's tensor.</param>
        /// <param name="gatherList">On the destination rank, receives the tensors; null on the others.</param>
        /// <param name="dst">The destination, by its rank in the default group.</param>
        /// <param name="group">The group; null: the default group.</param>
        /// <exception cref="TorchValueException">The list is missing on the destination rank, or given on another one.</exception>
        public static void Gather(Tensor tensor, IReadOnlyList<Tensor>? gatherList = null, int dst = 0, ProcessGroup? group = null) => GatherAsync(tensor, gatherList, dst, group).WaitAndDispose();

        /// <summary>Distributes a list of tensors of one rank, one to each rank; <c>torch.distributed.scatter</c>.</summary>
        /// <param name="tensor">Receives this rank's tensor.</param>
        /// <param name="scatterList">On the source rank, the tensors, one for each rank; null on the others.</param>
        /// <param name="src">The source, by its rank in the default group.</param>
        /// <param name="group">The group; null: the default group.</param>
        /// <exception cref="TorchValueException">The list is missing on the source rank, or given on another one.</exception>
        public static void Scatter(Tensor tensor, IReadOnlyList<Tensor>? scatterList = null, int src = 0, ProcessGroup? group = null) => ScatterAsync(tensor, scatterList, src, group).WaitAndDispose();

        /// <summary>
        /// Reduces lists of tensors position by position, and gives each rank the result at its own position;
        /// <c>torch.distributed.reduce_scatter</c>. Gloo supports it since libtorch 2.
        /// </summary>
        /// <param name="output">Receives this rank's result.</param>
        /// <param name="inputList">This rank's tensors, one for each rank.</param>
        /// <param name="op">How elements are reduced.</param>
        /// <param name="group">The group; null: the default group.</param>
        /// <exception cref="TorchException">The backend does not support it.</exception>
        public static void ReduceScatter(Tensor output, IReadOnlyList<Tensor> inputList, ReduceOp op = ReduceOp.Sum, ProcessGroup? group = null) => ReduceScatterAsync(output, inputList, op, group).WaitAndDispose();

        /// <summary>
        /// <see cref="ReduceScatter"/> with the parts for all ranks in a single tensor; <c>torch.distributed.reduce_scatter_tensor</c>.
        /// Gloo supports it since libtorch 2.
        /// </summary>
        /// <inheritdoc cref="ReduceScatter"/>
        public static void ReduceScatterTensor(Tensor output, Tensor input, ReduceOp op = ReduceOp.Sum, ProcessGroup? group = null) => ReduceScatterTensorAsync(output, input, op, group).WaitAndDispose();

        /// <summary>
        /// Sends one tensor to each rank, and receives one from each; <c>torch.distributed.all_to_all</c>. Gloo does not support it.
        /// </summary>
        /// <exception cref="TorchException">The backend does not support it.</exception>
        public static void AllToAll(IReadOnlyList<Tensor> outputTensorList, IReadOnlyList<Tensor> inputTensorList, ProcessGroup? group = null) => AllToAllAsync(outputTensorList, inputTensorList, group).WaitAndDispose();

        /// <summary>
        /// Splits a tensor along its first dimension, sends one part to each rank, and concatenates the parts received from all ranks;
        /// <c>torch.distributed.all_to_all_single</c>.
        /// </summary>
        /// <param name="output">Receives the parts of all ranks.</param>
        /// <param name="input">The tensor to split.</param>
        /// <param name="outputSplitSizes">How many rows come from each rank; null: equally many.</param>
        /// <param name="inputSplitSizes">How many rows go to each rank; null: equally many.</param>
        /// <param name="group">The group; null: the default group.</param>
        /// <exception cref="TorchDistException">Another rank has ended, or did not take part within the timeout.</exception>
        public static void AllToAllSingle(Tensor output, Tensor input, long[]? outputSplitSizes = null, long[]? inputSplitSizes = null, ProcessGroup? group = null) => AllToAllSingleAsync(output, input, outputSplitSizes, inputSplitSizes, group).WaitAndDispose();

        /// <summary>Waits until all ranks have called this; <c>torch.distributed.barrier</c>.</summary>
        /// <param name="group">The group; null: the default group.</param>
        /// <exception cref="TorchDistException">Another rank has ended, or did not take part within the timeout.</exception>
        public static void Barrier(ProcessGroup? group = null) => BarrierAsync(group).WaitAndDispose();

        /// <summary>A barrier in which rank 0 finds out which ranks are missing; <c>torch.distributed.monitored_barrier</c>.</summary>
        /// <param name="group">The group; null: the default group.</param>
        /// <param name="timeout">How long to wait; null: the group's timeout.</param>
        /// <param name="waitAllRanks">Whether the error names all missing ranks instead of the first.</param>
        /// <exception cref="TorchDistTimeoutException">Not all ranks reached the barrier; the message names the missing ones.</exception>
        public static void MonitoredBarrier(ProcessGroup? group = null, TimeSpan? timeout = null, bool waitAllRanks = false)
        {
            if (Member("monitored_barrier", group) is { } member)
            {
                member.MonitoredBarrier(timeout, waitAllRanks);
            }
        }
    }
}
