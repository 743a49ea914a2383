using LibTorch.Files;

namespace LibTorch;

/// <summary>numpy's files of arrays, npy and npz; <c>numpy.load</c>, <c>numpy.save</c>, <c>numpy.savez</c>.</summary>
public static partial class NumPy
{
    /// <summary>Reads the array of an npy file; <c>numpy.load</c>.</summary>
    /// <param name="path">The file.</param>
    /// <param name="mmap">Whether the tensor lies in the file, mapped into memory, so that a page of it is read when an element is used. A change of it stays in this process, as with <c>mmap_mode='c'</c>.</param>
    /// <param name="progress">Told how many bytes have been read.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="TorchFileException">It is no npy file, one that is cut short, or one of something else than numbers, which is never executed.</exception>
    /// <exception cref="NotSupportedException">The running libtorch has no such dtype, or the bytes of the numbers come in the other order and cannot be mapped.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read, or is a folder.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static Tensor Load(string path, bool mmap = false, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        if (mmap)
        {
            return Mapped(path);
        }

        using var file = FileReader.Open(path);
        return Load(file, progress, cancellationToken);
    }

    /// <inheritdoc cref="Load(string, bool, IProgress{long}?, CancellationToken)"/>
    public static Task<Tensor> LoadAsync(string path, bool mmap = false, IProgress<long>? progress = null, CancellationToken cancellationToken = default) =>
        Task.Run(() => Load(path, mmap, progress, cancellationToken), cancellationToken);

    /// <summary>Reads the array of an npy file from a stream, which may have another one behind it; <c>numpy.load</c>.</summary>
    /// <param name="stream">Read forwards from where it stands; it may be one that cannot seek.</param>
    /// <param name="progress">Told how many bytes have been read.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="TorchFileException">There is no npy file in it, one that is cut short, or one of something else than numbers.</exception>
    /// <exception cref="NotSupportedException">The running libtorch has no such dtype.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static Tensor Load(Stream stream, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return NpyReader.Read(new FileReader(stream, FileReader.NameOf(stream), new Transfer(progress, cancellationToken)));
    }

    /// <inheritdoc cref="Load(Stream, IProgress{long}?, CancellationToken)"/>
    public static Task<Tensor> LoadAsync(Stream stream, IProgress<long>? progress = null, CancellationToken cancellationToken = default) =>
        Task.Run(() => Load(stream, progress, cancellationToken), cancellationToken);

    /// <summary>Opens an npz file to read arrays of it by name; <c>numpy.load</c>, which tells the two kinds apart by what is in them.</summary>
    /// <param name="path">The file.</param>
    /// <param name="maxBytes">The most that one array may take, for files that nobody vouches for: a megabyte can become a gigabyte when it is unpacked.</param>
    /// <exception cref="TorchFileException">It is no zip file, or a damaged one.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read, or is a folder.</exception>
    public static NpzFile LoadNpz(string path, long maxBytes = long.MaxValue) => new(FileReader.Open(path), ownsStream: true, maxBytes);

    /// <summary>Opens an npz file in a stream; <c>numpy.load</c>.</summary>
    /// <param name="stream">Used until the result is disposed of. One that cannot seek is read into memory first.</param>
    /// <param name="maxBytes">The most that one array may take.</param>
    /// <exception cref="TorchFileException">It is no zip file, or a damaged one.</exception>
    public static NpzFile LoadNpz(Stream stream, long maxBytes = long.MaxValue)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return new(stream, ownsStream: false, maxBytes);
    }

    private static Tensor Mapped(string path)
    {
        using var file = new MappedFile(path);
        var reader = file.Reader(Transfer.Silent);
        var header = NpyHeader.Read(reader);
        reader.RequireLeft(header.ByteCount, "the array");
        return header.IsSwapped
            ? throw new NotSupportedException($"{file.Name} is big-endian and cannot be mapped into memory; load it with mmap: false.")
            : file.Tensor(reader.Position, header.Shape, header.Strides, header.Type.DType);
    }
}
