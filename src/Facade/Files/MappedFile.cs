using LibTorch.Interop;

namespace LibTorch.Files;

/// <summary>An open file that is mapped into memory, so that tensors can use its bytes as their storage.</summary>
internal sealed class MappedFile : IDisposable
{
    private readonly FileStream _file;
    private readonly MappedMemory? _memory;

    /// <exception cref="TorchFileException">The file cannot be mapped, for example because it is a pipe.</exception>
    public MappedFile(string path)
    {
        _file = FileReader.Open(path);
        try
        {
            if (!_file.CanSeek)
            {
                throw new TorchFileException($"{Name} cannot be mapped into memory, as it is a pipe or a device; open it as a stream.");
            }

            Length = _file.Length;
            _memory = Length > 0 ? new MappedMemory(_file, Length) : null;
        }
        catch
        {
            _file.Dispose();
            throw;
        }
    }

    /// <summary>The file's name in error messages.</summary>
    public string Name => _file.Name;

    /// <summary>The file's length when it was opened.</summary>
    public long Length { get; }

    /// <summary>A reader for the file from its beginning, with ordinary reads instead of the mapping.</summary>
    public FileReader Reader(Transfer transfer)
    {
        _file.Position = 0;
        return new FileReader(_file, Name, transfer);
    }

    /// <summary>
    /// A tensor whose storage is these bytes of the mapped file. Changes of the tensor stay in this process. If the offset is not a
    /// multiple of the element size, the tensor is a copy instead.
    /// </summary>
    /// <param name="offset">The offset of the elements in the file.</param>
    /// <param name="shape">The tensor's shape.</param>
    /// <param name="strides">The tensor's strides in elements, without gaps; empty for row-major order.</param>
    /// <param name="dtype">The type of the elements.</param>
    /// <exception cref="TorchFileException">The file has become shorter.</exception>
    public Tensor Tensor(long offset, ReadOnlySpan<long> shape, ReadOnlySpan<long> strides, DType dtype)
    {
        RequireLength();
        var size = ElementType.BytesOf(dtype.ScalarType);
        var bytes = LibTorch.Size.Create(shape).Elements * size;
        if (bytes > 0 && offset % size == 0)
        {
            return LibTorch.Tensor.Own(_memory!.Tensor(offset, bytes, shape, strides, (int)dtype.ScalarType))!;
        }

        if (strides.IsEmpty)
        {
            return Copy(offset, shape, dtype);
        }

        using var flat = Copy(offset, [bytes / size], dtype);
        using var strided = flat.AsStrided(shape.ToArray(), strides.ToArray());
        return strided.Clone(memoryFormat: MemoryFormat.Preserve);
    }

    /// <summary>A tensor with its own memory that contains these bytes of the file, read by ordinary reads.</summary>
    /// <exception cref="TorchFileException">The file has become shorter.</exception>
    public Tensor Copy(long offset, ReadOnlySpan<long> shape, DType dtype)
    {
        RequireLength();
        var copy = Torch.Empty(shape, dtype: dtype, device: Device.Cpu);
        try
        {
            var bytes = new TensorBytes(copy);
            bytes.ExpectToBeFilled();
            for (long done = 0; done < bytes.Length;)
            {
                var read = RandomAccess.Read(_file.SafeFileHandle, bytes.At(done, Transfer.PieceBytes), offset + done);
                done += read > 0 ? read : throw Shortened();
            }

            return copy;
        }
        catch
        {
            copy.Dispose();
            throw;
        }
    }

    /// <summary>Closes the file; tensors that use the mapping keep it alive.</summary>
    public void Dispose()
    {
        _file.Dispose();
        _memory?.Dispose();
    }

    // Reading a mapped page beyond the end of the file crashes the process. Another program may still shorten the file later, but a
    // file that is already too short is detected here.
    private void RequireLength()
    {
        if (RandomAccess.GetLength(_file.SafeFileHandle) < Length)
        {
            throw Shortened();
        }
    }

    private TorchFileException Shortened() =>
        new($"{Name} has become shorter since it was opened: it had {Length} bytes, and now has {RandomAccess.GetLength(_file.SafeFileHandle)}.");
}
