using LibTorch.Interop;
using LibTorch.Optim;

namespace LibTorch.Distributed;

/// <summary>
/// An optimizer's state on its way from one rank to the others: first its number of bytes, then a file of <c>torch.save</c>. Python ranks send
/// and receive the same.
/// </summary>
internal static class StateMessage
{
    /// <summary>Sends the state to all other ranks of the group.</summary>
    public static void Send(StateDictionary state, ProcessGroup group, Device device)
    {
        using TensorScope scope = new();
        var bytes = Written(state).To(device);
        var length = Torch.Tensor([bytes.Numel], device: device);
        Torch.Distributed.Broadcast(length, group.GlobalRank, group);
        Torch.Distributed.Broadcast(bytes, group.GlobalRank, group);
    }

    /// <summary>Receives the bytes that a rank sends. All ranks have to receive them, also those that do not read them.</summary>
    /// <param name="source">The sender, by its rank in the default group.</param>
    /// <param name="group">The group.</param>
    /// <param name="device">The device on which they are sent.</param>
    public static Tensor Receive(int source, ProcessGroup group, Device device)
    {
        using var length = Torch.Zeros([1], dtype: DType.Int64, device: device);
        Torch.Distributed.Broadcast(length, source, group);
        var bytes = Torch.Empty([length.Item<long>()], dtype: DType.UInt8, device: device);
        Torch.Distributed.Broadcast(bytes, source, group);
        return bytes;
    }

    /// <summary>The state in the bytes, on the CPU.</summary>
    /// <exception cref="TorchFileException">The bytes are no state.</exception>
    public static StateDictionary Read(Tensor bytes)
    {
        using var here = bytes.Cpu();
        using var stream = new TensorBytes(here).Stream();
        return Torch.Load<StateDictionary>(stream, mapLocation: Device.Cpu);
    }

    // Written twice, the first time only to learn the length: a tensor cannot grow, and an array cannot have more than 2 GiB.
    private static Tensor Written(StateDictionary state)
    {
        WrittenBytes written = new();
        Torch.Save(state, Stream.Null, written);
        var bytes = Torch.Empty([written.Count], dtype: DType.UInt8, device: Device.Cpu);
        using var stream = new TensorBytes(bytes).Stream();
        Torch.Save(state, stream);
        return bytes;
    }

    private sealed class WrittenBytes : IProgress<long>
    {
        public long Count { get; private set; }

        public void Report(long value) => Count = value;
    }
}
