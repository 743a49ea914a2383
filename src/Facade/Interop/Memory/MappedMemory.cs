using System.IO.MemoryMappedFiles;
using Microsoft.Win32.SafeHandles;

namespace LibTorch.Interop;

/// <summary>
/// A file that is mapped into memory, copy on write: changes stay in this process. It stays mapped until this is disposed of and no tensor
/// uses it.
/// </summary>
internal sealed unsafe class MappedMemory : IDisposable
{
    private readonly MemoryMappedViewAccessor _view;
    private readonly long _length;
    private readonly byte* _start;

    /// <param name="file">An open file, which may be closed after this.</param>
    /// <param name="length">The number of bytes to map, more than 0.</param>
    /// <exception cref="IOException">The file cannot be mapped.</exception>
    public MappedMemory(FileStream file, long length)
    {
        using var mapped = MemoryMappedFile.CreateFromFile(
            file, mapName: null, capacity: 0, MemoryMappedFileAccess.CopyOnWrite, HandleInheritability.None, leaveOpen: true);
        _view = mapped.CreateViewAccessor(0, length, MemoryMappedFileAccess.CopyOnWrite);
        _length = length;
        _start = (byte*)_view.SafeMemoryMappedViewHandle.DangerousGetHandle() + _view.PointerOffset;
    }

    /// <summary>A tensor on these bytes.</summary>
    /// <param name="offset">The offset of the first byte.</param>
    /// <param name="bytes">The number of bytes.</param>
    /// <param name="sizes">Its shape.</param>
    /// <param name="strides">Its strides in elements; empty for row-major order.</param>
    /// <param name="dtype">c10's number of the dtype.</param>
    public TensorHandle Tensor(long offset, long bytes, ReadOnlySpan<long> sizes, ReadOnlySpan<long> strides, int dtype)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, _length - bytes);
        return LentMemoryCalls.Tensor(_start + offset, sizes, strides, dtype, new Share(_view.SafeMemoryMappedViewHandle));
    }

    // The handle is disposed of first: the view's own Dispose would try to write changed pages back to the file, and there are none.
    public void Dispose()
    {
        _view.SafeMemoryMappedViewHandle.Dispose();
        _view.Dispose();
    }

    // A reference without a finalizer: the memory stays mapped for as long as libtorch has a tensor in it.
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
