using System.Buffers;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace LibTorch;

/// <summary>A dense tensor's elements as memory that can be pinned.</summary>
internal sealed class TensorMemory<T>(Tensor<T> tensor) : MemoryManager<T>
    where T : unmanaged
{
    public override Span<T> GetSpan() => MemoryMarshal.CreateSpan(ref tensor.GetPinnableReference(), checked((int)tensor.FlattenedLength));

    public override MemoryHandle Pin(int elementIndex = 0) =>
        elementIndex == 0 ? tensor.GetPinnedHandle() : throw new ArgumentOutOfRangeException(nameof(elementIndex), "All of the tensor is pinned.");

    // Nothing to do: Pin returns the tensor's own handle, and disposing that unpins.
    public override void Unpin()
    {
    }

    protected override void Dispose(bool disposing)
    {
    }
}
