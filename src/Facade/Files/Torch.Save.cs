using LibTorch.Files;
using LibTorch.Files.Checkpoints;

namespace LibTorch;

/// <content>Writing files of torch.save.</content>
public abstract partial class Torch
{
    /// <summary>Writes a value to a file, byte for byte as Python with the same libtorch does; <c>torch.save(value, path)</c>.</summary>
    /// <remarks>
    /// Values are tensors and state dicts, null, <see cref="bool"/>, integers, floating point and complex numbers, <see cref="string"/>,
    /// <c>byte[]</c>, <see cref="Size"/>, <see cref="DType"/>, <see cref="Device"/>, <see cref="Layout"/>, <see cref="Storage"/>; tuples, as <c>object?[]</c> too;
    /// and dictionaries, sets and lists of them. Tensors that share a storage share it again after loading.
    /// An existing file is replaced only after the new one is complete.
    /// </remarks>
    /// <param name="value">The value to save.</param>
    /// <param name="path">The file.</param>
    /// <param name="progress">Receives the number of bytes written so far.</param>
    /// <param name="cancellationToken">Cancels the writing; an existing file stays unchanged.</param>
    /// <exception cref="ArgumentException">A part of the value has a type without a Python counterpart.</exception>
    /// <exception cref="TorchException">A tensor cannot be saved; the message is Python's.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">Writing to the file or its folder is not permitted.</exception>
    /// <exception cref="OperationCanceledException">The writing was cancelled.</exception>
    public static void Save(object? value, string path, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        using var file = new ReplacedFile(path);
        PieceStream.Write(CheckpointPieces.Of(value, CheckpointPieces.ArchiveName(path)), file.Stream, new Transfer(progress, cancellationToken));
        file.Commit();
    }

    /// <summary>
    /// Writes a value to a stream, which need not support seeking; <c>torch.save(value, stream)</c>. The stream stays open.
    /// </summary>
    /// <param name="value">
    /// The value to save; <see cref="Save(object?, string, IProgress{long}?, CancellationToken)"/> lists the supported types.
    /// </param>
    /// <param name="stream">The stream to write to.</param>
    /// <param name="progress">Receives the number of bytes written so far.</param>
    /// <param name="cancellationToken">Cancels the writing.</param>
    /// <exception cref="ArgumentException">A part of the value has a type without a Python counterpart.</exception>
    /// <exception cref="TorchException">A tensor cannot be saved; the message is Python's.</exception>
    /// <exception cref="OperationCanceledException">The writing was cancelled.</exception>
    public static void Save(object? value, Stream stream, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        PieceStream.Write(CheckpointPieces.Of(value, CheckpointPieces.StreamArchive), stream, new Transfer(progress, cancellationToken));
    }

    /// <summary>
    /// The same as <see cref="Save(object?, string, IProgress{long}?, CancellationToken)"/>, without blocking a thread while waiting for
    /// the disk. Do not change the tensors until it has finished.
    /// </summary>
    public static async Task SaveAsync(object? value, string path, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        using var file = new ReplacedFile(path);
        await PieceStream.WriteAsync(CheckpointPieces.Of(value, CheckpointPieces.ArchiveName(path)), file.Stream, new Transfer(progress, cancellationToken)).ConfigureAwait(false);
        file.Commit();
    }

    /// <summary>
    /// The same as <see cref="Save(object?, Stream, IProgress{long}?, CancellationToken)"/>, without blocking a thread while waiting for
    /// the stream. Do not change the tensors until it has finished.
    /// </summary>
    public static Task SaveAsync(object? value, Stream stream, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return PieceStream.WriteAsync(CheckpointPieces.Of(value, CheckpointPieces.StreamArchive), stream, new Transfer(progress, cancellationToken));
    }
}
