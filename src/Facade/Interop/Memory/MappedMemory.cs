using System.IO.MemoryMappedFiles;
using Microsoft.Win32.SafeHandles;

namespace LibTorch.Interop;

/// <summary>A file's bytes as memory: what is written there stays in this process. It is mapped until this is disposed of and no tensor lies in it.</summary>
internal sealed unsafe class MappedMemory : IDisposable
{
    private readonly MemoryMappedViewAccessor _view;
    private readonly long _length;
    private readonly byte* _start;

    /// <param name="file">An open file, which may be closed after this.</param>
    /// <param name="length">How much of it, more than nothing.</param>
    /// <exception cref="IOException">It cannot be mapped.</exception>
    public MappedMemory(FileStream file, long length)
    {
        using var mapped = MemoryMappedFile.CreateFromFile(
            file, mapName: null, capacity: 0, MemoryMappedFileAccess.CopyOnWrite, HandleInheritability.None, leaveOpen: true);
        _view = mapped.CreateViewAccessor(0, length, MemoryMappedFileAccess.CopyOnWrite);
        _length = length;
        _start = (byte*)_view.SafeMemoryMappedViewHandle.DangerousGetHandle() + _view.PointerOffset;
    }

    /// <summary>A tensor on these bytes.</summary>
    /// <param name="offset">Where it begins.</param>
    /// <param name="bytes">How many it takes.</param>
    /// <param name="sizes">Its shape.</param>
    /// <param name="strides">Its strides in elements; empty for row-major order.</param>
    /// <param name="dtype">c10's number of its dtype.</param>
    public TensorHandle Tensor(long offset, long bytes, ReadOnlySpan<long> sizes, ReadOnlySpan<long> strides, int dtype)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, _length - bytes);
        return LentMemoryCalls.Tensor(_start + offset, sizes, strides, dtype, new Share(_view.SafeMemoryMappedViewHandle));
    }

    // The view's own Dispose would write the file's pages back first, of which there are none.
    public void Dispose()
    {
        _view.SafeMemoryMappedViewHandle.Dispose();
        _view.Dispose();
    }

    // A reference that no finalizer gives back: the memory stays for as long as libtorch has a tensor in it.
    private sealed class Share : IOwned
    {
        private readonly SafeMemoryMappedViewHandle _handle;

        public Share(SafeMemoryMappedViewHandle handle)
        {
            var added = false;
            handle.DangerousAddRef(ref added);
            _handle = handle;
        }

        public void Dispose() => _handle.DangerousRelease();
    }
}
