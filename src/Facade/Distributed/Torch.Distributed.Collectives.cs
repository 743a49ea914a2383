using LibTorch.Distributed;

namespace LibTorch;

public abstract partial class Torch
{
    // Every one of them is called by all ranks of the group, in the same order, with tensors of the same shape and dtype.
    public static partial class Distributed
    {
        /// <summary>Gives all ranks the tensor of one, in place; <c>torch.distributed.broadcast</c>.</summary>
        /// <param name="tensor">What is given, or overwritten; any shape and dtype.</param>
        /// <param name="src">Whose tensor it is, by its rank in the default group.</param>
        /// <param name="group">The ranks; null: all.</param>
        /// <exception cref="TorchDistException">Another rank is gone, or did not come within the timeout.</exception>
        public static void Broadcast(Tensor tensor, int src, ProcessGroup? group = null) => BroadcastAsync(tensor, src, group).WaitAndDispose();

        /// <summary>Reduces all ranks' tensors to one that all get, in place; <c>torch.distributed.all_reduce</c>.</summary>
        /// <param name="tensor">This rank's tensor, and then the result; any shape, complex ones only to be added up.</param>
        /// <param name="op">How elements are reduced.</param>
        /// <param name="group">The ranks; null: all.</param>
        /// <exception cref="TorchValueException">The op is not for this dtype.</exception>
        /// <exception cref="TorchDistException">Another rank is gone, or did not come within the timeout.</exception>
        public static void AllReduce(Tensor tensor, ReduceOp op = ReduceOp.Sum, ProcessGroup? group = null) => AllReduceAsync(tensor, op, group).WaitAndDispose();

        /// <summary>The same for several tensors at once, of one dtype; <c>torch.distributed.all_reduce_coalesced</c>.</summary>
        /// <inheritdoc cref="AllReduce"/>
        public static void AllReduceCoalesced(IReadOnlyList<Tensor> tensors, ReduceOp op = ReduceOp.Sum, ProcessGroup? group = null) => AllReduceCoalescedAsync(tensors, op, group).WaitAndDispose();

        /// <summary>Reduces all ranks' tensors to one that one rank gets, in place; the others' are not to be used any more; <c>torch.distributed.reduce</c>.</summary>
        /// <param name="tensor">This rank's tensor, and then the result.</param>
        /// <param name="dst">Who gets it, by its rank in the default group.</param>
        /// <param name="op">How elements are reduced.</param>
        /// <param name="group">The ranks; null: all.</param>
        /// <exception cref="TorchDistException">Another rank is gone, or did not come within the timeout.</exception>
        public static void Reduce(Tensor tensor, int dst, ReduceOp op = ReduceOp.Sum, ProcessGroup? group = null) => ReduceAsync(tensor, dst, op, group).WaitAndDispose();

        /// <summary>Gives all ranks all ranks' tensors; <c>torch.distributed.all_gather</c>.</summary>
        /// <param name="tensorList">Where they go: for each rank one tensor of the shape of its own.</param>
        /// <param name="tensor">This rank's.</param>
        /// <param name="group">The ranks; null: all.</param>
        /// <exception cref="TorchDistException">Another rank is gone, or did not come within the timeout.</exception>
        public static void AllGather(IReadOnlyList<Tensor> tensorList, Tensor tensor, ProcessGroup? group = null) => AllGatherAsync(tensorList, tensor, group).WaitAndDispose();

        /// <summary>The same with one tensor for all of them; <c>torch.distributed.all_gather_into_tensor</c>. Gloo has it since libtorch 2.</summary>
        /// <param name="outputTensor">Where they go, one behind the other or stacked.</param>
        /// <param name="inputTensor">This rank's.</param>
        /// <param name="group">The ranks; null: all.</param>
        /// <exception cref="TorchException">The backend has it not.</exception>
        public static void AllGatherIntoTensor(Tensor outputTensor, Tensor inputTensor, ProcessGroup? group = null) => AllGatherIntoTensorAsync(outputTensor, inputTensor, group).WaitAndDispose();

        /// <summary>Gives one rank all ranks' tensors; <c>torch.distributed.gather</c>.</summary>
        /// <param name="tensor">This rank's.</param>
        /// <param name="gatherList">At that rank, where they go; null at the others.</param>
        /// <param name="dst">Who gets them, by its rank in the default group.</param>
        /// <param name="group">The ranks; null: all.</param>
        /// <exception cref="TorchValueException">The list is missing, or given where it is not to be.</exception>
        public static void Gather(Tensor tensor, IReadOnlyList<Tensor>? gatherList = null, int dst = 0, ProcessGroup? group = null) => GatherAsync(tensor, gatherList, dst, group).WaitAndDispose();

        /// <summary>Gives each rank one of a rank's tensors; <c>torch.distributed.scatter</c>.</summary>
        /// <param name="tensor">Where this rank's goes.</param>
        /// <param name="scatterList">At the rank that gives them, one for each rank; null at the others.</param>
        /// <param name="src">Who gives them, by its rank in the default group.</param>
        /// <param name="group">The ranks; null: all.</param>
        /// <exception cref="TorchValueException">The list is missing, or given where it is not to be.</exception>
        public static void Scatter(Tensor tensor, IReadOnlyList<Tensor>? scatterList = null, int src = 0, ProcessGroup? group = null) => ScatterAsync(tensor, scatterList, src, group).WaitAndDispose();

        /// <summary>Reduces lists of tensors, of which each rank gets one place's result; <c>torch.distributed.reduce_scatter</c>. Gloo has it since libtorch 2.</summary>
        /// <param name="output">Where this rank's result goes.</param>
        /// <param name="inputList">This rank's tensors, one for each rank.</param>
        /// <param name="op">How elements are reduced.</param>
        /// <param name="group">The ranks; null: all.</param>
        /// <exception cref="TorchException">The backend has it not.</exception>
        public static void ReduceScatter(Tensor output, IReadOnlyList<Tensor> inputList, ReduceOp op = ReduceOp.Sum, ProcessGroup? group = null) => ReduceScatterAsync(output, inputList, op, group).WaitAndDispose();

        /// <summary>The same with one tensor for all ranks' parts; <c>torch.distributed.reduce_scatter_tensor</c>. Gloo has it since libtorch 2.</summary>
        /// <inheritdoc cref="ReduceScatter"/>
        public static void ReduceScatterTensor(Tensor output, Tensor input, ReduceOp op = ReduceOp.Sum, ProcessGroup? group = null) => ReduceScatterTensorAsync(output, input, op, group).WaitAndDispose();

        /// <summary>Gives each rank one of this rank's tensors, and takes one of each; <c>torch.distributed.all_to_all</c>, which Gloo has not.</summary>
        /// <exception cref="TorchException">The backend has it not.</exception>
        public static void AllToAll(IReadOnlyList<Tensor> outputTensorList, IReadOnlyList<Tensor> inputTensorList, ProcessGroup? group = null) => AllToAllAsync(outputTensorList, inputTensorList, group).WaitAndDispose();

        /// <summary>Cuts a tensor along its first dimension, gives each rank a part, and puts together what comes from all; <c>torch.distributed.all_to_all_single</c>.</summary>
        /// <param name="output">Where the parts of all ranks go.</param>
        /// <param name="input">What is cut.</param>
        /// <param name="outputSplitSizes">How many rows come from each rank; null: as many from all.</param>
        /// <param name="inputSplitSizes">How many rows go to each rank; null: as many to all.</param>
        /// <param name="group">The ranks; null: all.</param>
        /// <exception cref="TorchDistException">Another rank is gone, or did not come within the timeout.</exception>
        public static void AllToAllSingle(Tensor output, Tensor input, long[]? outputSplitSizes = null, long[]? inputSplitSizes = null, ProcessGroup? group = null) => AllToAllSingleAsync(output, input, outputSplitSizes, inputSplitSizes, group).WaitAndDispose();

        /// <summary>Waits until all ranks have come here; <c>torch.distributed.barrier</c>.</summary>
        /// <param name="group">The ranks; null: all.</param>
        /// <exception cref="TorchDistException">Another rank is gone, or did not come within the timeout.</exception>
        public static void Barrier(ProcessGroup? group = null) => BarrierAsync(group).WaitAndDispose();

        /// <summary>The same, where rank 0 finds out who has not come; <c>torch.distributed.monitored_barrier</c>.</summary>
        /// <param name="group">The ranks; null: all.</param>
        /// <param name="timeout">How long to wait; null: as long as the group's timeout allows.</param>
        /// <param name="waitAllRanks">Whether to name all that are missing, instead of the first.</param>
        /// <exception cref="TorchDistTimeoutException">Not all ranks came; the message says which.</exception>
        public static void MonitoredBarrier(ProcessGroup? group = null, TimeSpan? timeout = null, bool waitAllRanks = false)
        {
            if (Member("monitored_barrier", group) is { } member)
            {
                member.MonitoredBarrier(timeout, waitAllRanks);
            }
        }
    }
}
