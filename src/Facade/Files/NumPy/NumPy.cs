using LibTorch.Files;

namespace LibTorch;

/// <summary>Reading and writing numpy's npy and npz files; <c>numpy.load</c>, <c>numpy.save</c>, <c>numpy.savez</c>.</summary>
public static partial class NumPy
{
    /// <summary>Reads the array of an npy file; <c>numpy.load</c>.</summary>
    /// <param name="path">The file.</param>
    /// <param name="mmap">
    /// Whether to map the file into memory instead of reading it: pages are then read when their elements are used. Changes of the tensor
    /// stay in this process, as with <c>mmap_mode='c'</c>.
    /// </param>
    /// <param name="progress">Receives the number of bytes read so far.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="TorchFileException">
    /// The file is not an npy file, is cut short, or its elements are not numbers. Pickled objects are never executed.
    /// </exception>
    /// <exception cref="NotSupportedException">
    /// The running libtorch has no such dtype, or the file is to be mapped and has the other byte order.
    /// </exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">Reading is not permitted, or the path is a folder.</exception>
    /// <exception cref="OperationCanceledException">The reading was cancelled.</exception>
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

    /// <summary>Reads the array of an npy file from a stream; further arrays may follow in the stream; <c>numpy.load</c>.</summary>
    /// <param name="stream">The stream, which is read forwards from its current position and need not support seeking.</param>
    /// <param name="progress">Receives the number of bytes read so far.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="TorchFileException">The content is not an npy file, is cut short, or its elements are not numbers.</exception>
    /// <exception cref="NotSupportedException">The running libtorch has no such dtype.</exception>
    /// <exception cref="OperationCanceledException">The reading was cancelled.</exception>
    public static Tensor Load(Stream stream, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return NpyReader.Read(new FileReader(stream, FileReader.NameOf(stream), new Transfer(progress, cancellationToken)));
    }

    /// <inheritdoc cref="Load(Stream, IProgress{long}?, CancellationToken)"/>
    public static Task<Tensor> LoadAsync(Stream stream, IProgress<long>? progress = null, CancellationToken cancellationToken = default) =>
        Task.Run(() => Load(stream, progress, cancellationToken), cancellationToken);

    /// <summary>
    /// Opens an npz file to read its arrays by name; <c>numpy.load</c>, which detects by the content whether a file is npy or npz.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="maxBytes">
    /// The maximum size of an array in bytes. Set it for untrusted files: a compressed megabyte can expand to a gigabyte.
    /// </param>
    /// <exception cref="TorchFileException">The file is not a zip file, or is damaged.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">Reading is not permitted, or the path is a folder.</exception>
    public static NpzFile LoadNpz(string path, long maxBytes = long.MaxValue) => new(FileReader.Open(path), ownsStream: true, maxBytes);

    /// <summary>Opens an npz file in a stream; <c>numpy.load</c>.</summary>
    /// <param name="stream">
    /// The stream, which is used until the result is disposed of. A stream that cannot seek is read into memory first.
    /// </param>
    /// <param name="maxBytes">The maximum size of an array in bytes.</param>
    /// <exception cref="TorchFileException">The content is not a zip file, or is damaged.</exception>
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
