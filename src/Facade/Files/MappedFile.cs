using LibTorch.Interop;

namespace LibTorch.Files;

/// <summary>An open file whose bytes tensors can lie in.</summary>
internal sealed class MappedFile : IDisposable
{
    private readonly FileStream _file;
    private readonly MappedMemory? _memory;

    /// <exception cref="TorchFileException">It is no file that can be mapped, such as a pipe.</exception>
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

    /// <summary>What messages call it.</summary>
    public string Name => _file.Name;

    /// <summary>Its length when it was opened.</summary>
    public long Length { get; }

    /// <summary>Reads it from its beginning, by ordinary reads.</summary>
    public FileReader Reader(Transfer transfer)
    {
        _file.Position = 0;
        return new FileReader(_file, Name, transfer);
    }

    /// <summary>A tensor on these bytes of the file; a change of it stays in this process. A copy where the elements would not lie at a multiple of their size.</summary>
    /// <param name="offset">Where the elements begin.</param>
    /// <param name="shape">The tensor's shape.</param>
    /// <param name="strides">Its strides in elements, without gaps; empty for row-major order.</param>
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

    /// <summary>A tensor of its own memory with these bytes of the file, by ordinary reads.</summary>
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

    /// <summary>Closes the file; the tensors that lie in it stay.</summary>
    public void Dispose()
    {
        _file.Dispose();
        _memory?.Dispose();
    }

    // The system ends a process that reads a mapped page whose part of the file is gone. Nobody can keep another program
    // from that later, but what has happened before is seen here.
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
