using System.Buffers;
using LibTorch.Interop;

namespace LibTorch;

/// <summary>
/// Access to the memory of a tensor's elements, which is kept alive until the lease is disposed of; what <c>x.numpy()</c> is in Python.
/// </summary>
/// <typeparam name="T">The type of the elements.</typeparam>
/// <remarks>
/// A <see cref="Memory{T}"/> of the lease keeps the lease alive. The tensor may be disposed of meanwhile, or be given other memory.
/// </remarks>
public sealed class TensorLease<T> : MemoryManager<T>
    where T : unmanaged
{
    private readonly ExportedMemory _memory;

    internal TensorLease(ExportedMemory memory) => _memory = memory;

    /// <summary>The elements, in row-major order, to be used until the lease is disposed of.</summary>
    /// <exception cref="ObjectDisposedException">The lease was disposed of.</exception>
    public Span<T> Span => GetSpan();

    /// <inheritdoc cref="Span"/>
    public override Span<T> GetSpan() => _memory.Elements<T>(this);

    /// <summary>Keeps the memory alive until the handle is disposed of, even if the lease is disposed of before.</summary>
    /// <exception cref="ObjectDisposedException">The lease was disposed of.</exception>
    public override MemoryHandle Pin(int elementIndex = 0) => _memory.Pin<T>(elementIndex, this);

    /// <summary>Ends one <see cref="Pin"/>, as disposing of its handle does.</summary>
    /// <exception cref="InvalidOperationException">The lease is not pinned.</exception>
    public override void Unpin() => _memory.Unpin();

    /// <summary>Releases the memory; a second call does nothing.</summary>
    public void Dispose() => Dispose(disposing: true);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing) => _memory.Dispose();
}
