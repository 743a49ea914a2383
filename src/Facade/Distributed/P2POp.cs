namespace LibTorch.Distributed;

/// <summary>
/// One send or receive of a batch of point-to-point operations; <c>torch.distributed.P2POp</c>. Created by <see cref="Send"/> and
/// <see cref="Receive"/>.
/// </summary>
public sealed class P2POp
{
    private P2POp(bool sends, Tensor tensor, int peer, ProcessGroup? group, int tag) => (Sends, Tensor, Peer, Group, Tag) = (sends, tensor, peer, group, tag);

    internal bool Sends { get; }

    internal Tensor Tensor { get; }

    internal int Peer { get; }

    internal ProcessGroup? Group { get; }

    internal int Tag { get; }

    /// <summary>Sends the tensor to a rank of the default group; <c>P2POp(dist.isend, ...)</c>.</summary>
    public static P2POp Send(Tensor tensor, int peer, ProcessGroup? group = null, int tag = 0) => new(true, tensor, peer, group, tag);

    /// <summary>Receives into the tensor what a rank of the default group sends; <c>P2POp(dist.irecv, ...)</c>.</summary>
    public static P2POp Receive(Tensor tensor, int peer, ProcessGroup? group = null, int tag = 0) => new(false, tensor, peer, group, tag);
}
