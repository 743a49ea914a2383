using LibTorch.Files;
using LibTorch.Files.Checkpoints;

namespace LibTorch;

/// <content>Writing files that Python reads.</content>
public abstract partial class Torch
{
    /// <summary>Writes a value into a file, byte for byte as the running libtorch's Python does; <c>torch.save(value, path)</c>.</summary>
    /// <remarks>
    /// Values are tensors and state dicts, null, <see cref="bool"/>, integers, floating point and complex numbers, <see cref="string"/>,
    /// <c>byte[]</c>, <see cref="Size"/>, <see cref="DType"/>, <see cref="Device"/>, <see cref="Layout"/>, <see cref="Storage"/>; tuples, as <c>object?[]</c> too;
    /// and dictionaries, sets and lists of them. Tensors that share a storage do so when they are loaded.
    /// The file is written beside an older one, and takes its place when it is whole.
    /// </remarks>
    /// <param name="value">What is to be saved.</param>
    /// <param name="path">The file.</param>
    /// <param name="progress">Is told how many bytes were written.</param>
    /// <param name="cancellationToken">Gives the writing up; an older file stays.</param>
    /// <exception cref="ArgumentException">A part of the value is of a type that Python has nothing for.</exception>
    /// <exception cref="TorchException">A tensor cannot be saved, in Python's words.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file or its folder may not be written to.</exception>
    /// <exception cref="OperationCanceledException">It was given up.</exception>
    public static void Save(object? value, string path, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        using var file = new ReplacedFile(path);
        PieceStream.Write(CheckpointPieces.Of(value, CheckpointPieces.ArchiveName(path)), file.Stream, new Transfer(progress, cancellationToken));
        file.Commit();
    }

    /// <summary>Writes a value into a stream, which need not be one that can go back; <c>torch.save(value, stream)</c>. The stream stays open.</summary>
    /// <param name="value">What is to be saved, as <see cref="Save(object?, string, IProgress{long}?, CancellationToken)"/> lists it.</param>
    /// <param name="stream">Where to.</param>
    /// <param name="progress">Is told how many bytes were written.</param>
    /// <param name="cancellationToken">Gives the writing up.</param>
    /// <exception cref="ArgumentException">A part of the value is of a type that Python has nothing for.</exception>
    /// <exception cref="TorchException">A tensor cannot be saved, in Python's words.</exception>
    /// <exception cref="OperationCanceledException">It was given up.</exception>
    public static void Save(object? value, Stream stream, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        PieceStream.Write(CheckpointPieces.Of(value, CheckpointPieces.StreamArchive), stream, new Transfer(progress, cancellationToken));
    }

    /// <summary>As <see cref="Save(object?, string, IProgress{long}?, CancellationToken)"/>, without blocking a thread while the disk is waited for. The tensors are not to be changed meanwhile.</summary>
    public static async Task SaveAsync(object? value, string path, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        using var file = new ReplacedFile(path);
        await PieceStream.WriteAsync(CheckpointPieces.Of(value, CheckpointPieces.ArchiveName(path)), file.Stream, new Transfer(progress, cancellationToken)).ConfigureAwait(false);
        file.Commit();
    }

    /// <summary>As <see cref="Save(object?, Stream, IProgress{long}?, CancellationToken)"/>, without blocking a thread while the stream waits. The tensors are not to be changed meanwhile.</summary>
    public static Task SaveAsync(object? value, Stream stream, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return PieceStream.WriteAsync(CheckpointPieces.Of(value, CheckpointPieces.StreamArchive), stream, new Transfer(progress, cancellationToken));
    }
}
