using LibTorch.Distributed;
using LibTorch.Interop;

namespace LibTorch;

public abstract partial class Torch
{
    public static partial class Distributed
    {
        /// <summary>Sends a tensor to a rank, and waits until it is sent; <c>torch.distributed.send</c>.</summary>
        /// <param name="tensor">The tensor to send.</param>
        /// <param name="dst">The destination, by its rank in the default group.</param>
        /// <param name="group">The group; null: the default group.</param>
        /// <param name="tag">A tag by which the receiver distinguishes several tensors.</param>
        /// <exception cref="TorchDistException">The destination has ended, or did not receive the tensor within the timeout.</exception>
        public static void Send(Tensor tensor, int dst, ProcessGroup? group = null, int tag = 0) => ISend(tensor, dst, group, tag).WaitAndDispose();

        /// <summary>Receives a tensor of the given one's shape and dtype; <c>torch.distributed.recv</c>.</summary>
        /// <param name="tensor">Receives the elements.</param>
        /// <param name="src">The sender, by its rank in the default group; null: any rank.</param>
        /// <param name="group">The group; null: the default group.</param>
        /// <param name="tag">The tag with which the tensor is sent.</param>
        /// <returns>
        /// The sender's rank in the default group; with a null <paramref name="src"/>, -1 if this process is not a member.
        /// </returns>
        /// <exception cref="TorchDistException">The sender has ended, or sent nothing within the timeout.</exception>
        public static int Recv(Tensor tensor, int? src = null, ProcessGroup? group = null, int tag = 0)
        {
            using var work = IRecv(tensor, src, group, tag);
            work.Wait();
            return src ?? ((group ?? WorldGroup) is { IsMember: true } member ? GetGlobalRank(member, work.SourceRank()) : -1);
        }

        /// <summary>
        /// Starts to send a tensor without waiting; the returned work must be waited for; <c>torch.distributed.isend</c>.
        /// </summary>
        /// <inheritdoc cref="Send"/>
        public static Work ISend(Tensor tensor, int dst, ProcessGroup? group = null, int tag = 0) =>
            Run("isend", group, member => member.Start(new(CollectiveKind.Send) { Inputs = [Plain(tensor)], Peer = Other(member, dst), Tag = tag }));

        /// <summary>
        /// Starts to receive a tensor without waiting; the returned work must be waited for; <c>torch.distributed.irecv</c>.
        /// </summary>
        /// <inheritdoc cref="Recv"/>
        public static Work IRecv(Tensor tensor, int? src = null, ProcessGroup? group = null, int tag = 0) =>
            Run("irecv", group, member => member.Start(src is { } sender
                ? new(CollectiveKind.Recv) { Outputs = [Plain(tensor)], Peer = Other(member, sender), Tag = tag }
                : new(CollectiveKind.RecvFromAny) { Outputs = [Plain(tensor)], Tag = tag }));

        /// <summary>
        /// Starts several sends and receives in this order; each returned work must be waited for;
        /// <c>torch.distributed.batch_isend_irecv</c>.
        /// </summary>
        /// <exception cref="ArgumentException">The list is empty.</exception>
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
