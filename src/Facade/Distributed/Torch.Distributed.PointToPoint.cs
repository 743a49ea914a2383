using LibTorch.Distributed;
using LibTorch.Interop;

namespace LibTorch;

public abstract partial class Torch
{
    public static partial class Distributed
    {
        /// <summary>Sends a tensor to a rank, and waits until it is gone; <c>torch.distributed.send</c>.</summary>
        /// <param name="tensor">What is sent.</param>
        /// <param name="dst">Who gets it, by its rank in the default group.</param>
        /// <param name="group">The ranks; null: all.</param>
        /// <param name="tag">What the receiver tells several tensors apart by.</param>
        /// <exception cref="TorchDistException">That rank is gone, or did not take it within the timeout.</exception>
        public static void Send(Tensor tensor, int dst, ProcessGroup? group = null, int tag = 0) => ISend(tensor, dst, group, tag).WaitAndDispose();

        /// <summary>Receives a tensor of this shape and dtype; <c>torch.distributed.recv</c>.</summary>
        /// <param name="tensor">Where it goes.</param>
        /// <param name="src">Who sends it, by its rank in the default group; null: anyone.</param>
        /// <param name="group">The ranks; null: all.</param>
        /// <param name="tag">The tag that it is sent with.</param>
        /// <returns>Who has sent it, by its rank in the default group; -1 where this process is no member.</returns>
        /// <exception cref="TorchDistException">That rank is gone, or sent nothing within the timeout.</exception>
        public static int Recv(Tensor tensor, int? src = null, ProcessGroup? group = null, int tag = 0)
        {
            using var work = IRecv(tensor, src, group, tag);
            work.Wait();
            return src ?? ((group ?? WorldGroup) is { IsMember: true } member ? GetGlobalRank(member, work.SourceRank()) : -1);
        }

        /// <summary>The same without waiting; the work has to be waited for; <c>torch.distributed.isend</c>.</summary>
        /// <inheritdoc cref="Send"/>
        public static Work ISend(Tensor tensor, int dst, ProcessGroup? group = null, int tag = 0) =>
            Run("isend", group, member => member.Start(new(CollectiveKind.Send) { Inputs = [Plain(tensor)], Peer = Other(member, dst), Tag = tag }));

        /// <summary>The same without waiting; the work has to be waited for; <c>torch.distributed.irecv</c>.</summary>
        /// <inheritdoc cref="Recv"/>
        public static Work IRecv(Tensor tensor, int? src = null, ProcessGroup? group = null, int tag = 0) =>
            Run("irecv", group, member => member.Start(src is { } sender
                ? new(CollectiveKind.Recv) { Outputs = [Plain(tensor)], Peer = Other(member, sender), Tag = tag }
                : new(CollectiveKind.RecvFromAny) { Outputs = [Plain(tensor)], Tag = tag }));

        /// <summary>Starts several of them in this order; each work has to be waited for; <c>torch.distributed.batch_isend_irecv</c>.</summary>
        /// <exception cref="ArgumentException">There are none.</exception>
        public static IReadOnlyList<Work> BatchISendIRecv(IReadOnlyList<P2POp> p2pOpList)
        {
            ArgumentNullException.ThrowIfNull(p2pOpList);
            ArgumentOutOfRangeException.ThrowIfZero(p2pOpList.Count, nameof(p2pOpList));
            return [.. p2pOpList.Select(op => op.Sends ? ISend(op.Tensor, op.Peer, op.Group, op.Tag) : IRecv(op.Tensor, op.Peer, op.Group, op.Tag))];
        }

        private static int Other(ProcessGroup member, int globalRank)
        {
            var rank = member.RankOf(globalRank);
            return rank != member.Rank ? rank : throw new TorchValueException("Invalid destination or source rank: a process cannot send to itself.");
        }
    }
}
