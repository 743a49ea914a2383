using LibTorch.Distributed;
using LibTorch.Interop;

namespace LibTorch;

public abstract partial class Torch
{
    // The collectives without waiting, as with Python's async_op=True. Waiting for the returned work throws its errors.
    public static partial class Distributed
    {
        /// <summary>
        /// Starts the operation without waiting; <c>async_op=True</c>. Do not touch the tensors until the work has ended.
        /// </summary>
        /// <returns>The work, to be waited for or awaited.</returns>
        /// <inheritdoc cref="Broadcast(Tensor, int, ProcessGroup?)"/>
        public static Work BroadcastAsync(Tensor tensor, int src, ProcessGroup? group = null) =>
            Run("broadcast", group, member => member.Start(new(CollectiveKind.Broadcast) { Outputs = [Plain(tensor)], Peer = member.RankOf(src) }));

        /// <summary>
        /// Starts the operation without waiting; <c>async_op=True</c>. Do not touch the tensors until the work has ended.
        /// </summary>
        /// <returns>The work, to be waited for or awaited.</returns>
        /// <inheritdoc cref="AllReduce(Tensor, ReduceOp, ProcessGroup?)"/>
        public static Work AllReduceAsync(Tensor tensor, ReduceOp op = ReduceOp.Sum, ProcessGroup? group = null) =>
            Run("all_reduce", group, member => member.Start(new(CollectiveKind.AllReduce) { Outputs = [Reducible("all_reduce", tensor, op)], ReduceOp = (int)op }));

        /// <summary>
        /// Starts the operation without waiting; <c>async_op=True</c>. Do not touch the tensors until the work has ended.
        /// </summary>
        /// <returns>The work, to be waited for or awaited.</returns>
        /// <inheritdoc cref="AllReduceCoalesced(IReadOnlyList{Tensor}, ReduceOp, ProcessGroup?)"/>
        public static Work AllReduceCoalescedAsync(IReadOnlyList<Tensor> tensors, ReduceOp op = ReduceOp.Sum, ProcessGroup? group = null) =>
            Run("all_reduce_coalesced", group, member => member.Start(new(CollectiveKind.AllReduceCoalesced) { Outputs = [.. tensors.Select(tensor => Reducible("all_reduce", tensor, op))], ReduceOp = (int)op }));

        /// <summary>
        /// Starts the operation without waiting; <c>async_op=True</c>. Do not touch the tensors until the work has ended.
        /// </summary>
        /// <returns>The work, to be waited for or awaited.</returns>
        /// <inheritdoc cref="Reduce(Tensor, int, ReduceOp, ProcessGroup?)"/>
        public static Work ReduceAsync(Tensor tensor, int dst, ReduceOp op = ReduceOp.Sum, ProcessGroup? group = null) =>
            Run("reduce", group, member => member.Start(new(CollectiveKind.Reduce) { Outputs = [Reducible("reduce", tensor, op)], ReduceOp = (int)op, Peer = member.RankOf(dst) }));

        /// <summary>
        /// Starts the operation without waiting; <c>async_op=True</c>. Do not touch the tensors until the work has ended.
        /// </summary>
        /// <returns>The work, to be waited for or awaited.</returns>
        /// <inheritdoc cref="AllGather(IReadOnlyList{Tensor}, Tensor, ProcessGroup?)"/>
        public static Work AllGatherAsync(IReadOnlyList<Tensor> tensorList, Tensor tensor, ProcessGroup? group = null) =>
            Run("all_gather", group, member => member.Start(new(CollectiveKind.AllGather) { Outputs = Plain(tensorList), Inputs = [Plain(tensor)] }));

        /// <summary>
        /// Starts the operation without waiting; <c>async_op=True</c>. Do not touch the tensors until the work has ended.
        /// </summary>
        /// <returns>The work, to be waited for or awaited.</returns>
        /// <inheritdoc cref="AllGatherIntoTensor(Tensor, Tensor, ProcessGroup?)"/>
        public static Work AllGatherIntoTensorAsync(Tensor outputTensor, Tensor inputTensor, ProcessGroup? group = null) =>
            Run("all_gather_into_tensor", group, member => member.Start(new(CollectiveKind.AllGatherIntoTensor) { Outputs = [Plain(outputTensor)], Inputs = [Plain(inputTensor)] }));

        /// <summary>
        /// Starts the operation without waiting; <c>async_op=True</c>. Do not touch the tensors until the work has ended.
        /// </summary>
        /// <returns>The work, to be waited for or awaited.</returns>
        /// <inheritdoc cref="Gather(Tensor, IReadOnlyList{Tensor}?, int, ProcessGroup?)"/>
        public static Work GatherAsync(Tensor tensor, IReadOnlyList<Tensor>? gatherList = null, int dst = 0, ProcessGroup? group = null) =>
            Run("gather", group, member =>
            {
                RequireList(member, dst, gatherList, "gather_list", "destination");
                return member.Start(new(CollectiveKind.Gather) { Outputs = Plain(gatherList), Inputs = [Plain(tensor)], Peer = member.RankOf(dst) });
            });

        /// <summary>
        /// Starts the operation without waiting; <c>async_op=True</c>. Do not touch the tensors until the work has ended.
        /// </summary>
        /// <returns>The work, to be waited for or awaited.</returns>
        /// <inheritdoc cref="Scatter(Tensor, IReadOnlyList{Tensor}?, int, ProcessGroup?)"/>
        public static Work ScatterAsync(Tensor tensor, IReadOnlyList<Tensor>? scatterList = null, int src = 0, ProcessGroup? group = null) =>
            Run("scatter", group, member =>
            {
                RequireList(member, src, scatterList, "scatter_list", "source");
                return member.Start(new(CollectiveKind.Scatter) { Outputs = [Plain(tensor)], Inputs = Plain(scatterList), Peer = member.RankOf(src) });
            });

        /// <summary>
        /// Starts the operation without waiting; <c>async_op=True</c>. Do not touch the tensors until the work has ended.
        /// </summary>
        /// <returns>The work, to be waited for or awaited.</returns>
        /// <inheritdoc cref="ReduceScatter(Tensor, IReadOnlyList{Tensor}, ReduceOp, ProcessGroup?)"/>
        public static Work ReduceScatterAsync(Tensor output, IReadOnlyList<Tensor> inputList, ReduceOp op = ReduceOp.Sum, ProcessGroup? group = null) =>
            Run("reduce_scatter", group, member => member.Start(new(CollectiveKind.ReduceScatter) { Outputs = [Plain(output)], Inputs = Plain(inputList), ReduceOp = (int)op }));

        /// <summary>
        /// Starts the operation without waiting; <c>async_op=True</c>. Do not touch the tensors until the work has ended.
        /// </summary>
        /// <returns>The work, to be waited for or awaited.</returns>
        /// <inheritdoc cref="ReduceScatterTensor(Tensor, Tensor, ReduceOp, ProcessGroup?)"/>
        public static Work ReduceScatterTensorAsync(Tensor output, Tensor input, ReduceOp op = ReduceOp.Sum, ProcessGroup? group = null) =>
            Run("reduce_scatter_tensor", group, member => member.Start(new(CollectiveKind.ReduceScatterTensor) { Outputs = [Plain(output)], Inputs = [Plain(input)], ReduceOp = (int)op }));

        /// <summary>
        /// Starts the operation without waiting; <c>async_op=True</c>. Do not touch the tensors until the work has ended.
        /// </summary>
        /// <returns>The work, to be waited for or awaited.</returns>
        /// <inheritdoc cref="AllToAll(IReadOnlyList{Tensor}, IReadOnlyList{Tensor}, ProcessGroup?)"/>
        public static Work AllToAllAsync(IReadOnlyList<Tensor> outputTensorList, IReadOnlyList<Tensor> inputTensorList, ProcessGroup? group = null) =>
            Run("all_to_all", group, member => member.Start(new(CollectiveKind.AllToAll) { Outputs = Plain(outputTensorList), Inputs = Plain(inputTensorList) }));

        /// <summary>
        /// Starts the operation without waiting; <c>async_op=True</c>. Do not touch the tensors until the work has ended.
        /// </summary>
        /// <returns>The work, to be waited for or awaited.</returns>
        /// <inheritdoc cref="AllToAllSingle(Tensor, Tensor, long[], long[], ProcessGroup?)"/>
        public static Work AllToAllSingleAsync(Tensor output, Tensor input, long[]? outputSplitSizes = null, long[]? inputSplitSizes = null, ProcessGroup? group = null) =>
            Run("all_to_all_single", group, member => member.Start(new(CollectiveKind.AllToAllSingle) { Outputs = [Plain(output)], Inputs = [Plain(input)], OutputSplits = outputSplitSizes, InputSplits = inputSplitSizes }));

        /// <summary>
        /// Starts the operation without waiting; <c>async_op=True</c>. Do not touch the tensors until the work has ended.
        /// </summary>
        /// <returns>The work, to be waited for or awaited.</returns>
        /// <inheritdoc cref="Barrier(ProcessGroup?)"/>
        public static Work BarrierAsync(ProcessGroup? group = null) =>
            Run("barrier", group, member => member.Start(new(CollectiveKind.Barrier)));

        private static Work Run(string name, ProcessGroup? group, Func<ProcessGroup, Work> start) => Member(name, group) is { } member ? start(member) : Work.Nothing;

        // A process that is not a member of the group does nothing but warn, as in Python.
        private static ProcessGroup? Member(string name, ProcessGroup? group)
        {
            var asked = group ?? WorldGroup;
            if (asked.IsMember)
            {
                return asked;
            }

            Warnings.Warn($"Running {name} on global rank {asked.GlobalRank} which does not belong to the given group.");
            return null;
        }

        private static Tensor Plain(Tensor tensor) => NullCheck.Of(tensor).DType.IsComplex ? ViewAsReal(tensor) : tensor;

        private static Tensor[] Plain(IReadOnlyList<Tensor>? tensors) => tensors is null ? [] : [.. tensors.Select(Plain)];

        private static Tensor Reducible(string name, Tensor tensor, ReduceOp op) =>
            NullCheck.Of(tensor).DType.IsComplex && op is not (ReduceOp.Sum or ReduceOp.Avg)
                ? throw new TorchValueException($"{name} does not support ReduceOp.{op.ToString().ToUpperInvariant()} on complex tensors")
                : Plain(tensor);

        private static void RequireList(ProcessGroup member, int root, IReadOnlyList<Tensor>? list, string name, string who)
        {
            var isRoot = member.RankOf(root) == member.Rank;
            if (isRoot != list is { Count: > 0 })
            {
                throw new TorchValueException(isRoot
                    ? $"Argument ``{name}`` must be specified on {who} rank."
                    : $"Argument ``{name}`` must NOT be specified on non-{who} ranks.");
            }
        }
    }
}
