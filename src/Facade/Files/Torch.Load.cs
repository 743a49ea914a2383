using LibTorch.Files;
using LibTorch.Files.Checkpoints;

namespace LibTorch;

/// <content>Reading files that Python wrote.</content>
public abstract partial class Torch
{
    /// <summary>Reads what <c>torch.save</c> wrote, of any version of PyTorch; <c>torch.load(path, weights_only=True)</c>.</summary>
    /// <remarks>
    /// Python's values become these: None null, bool, int <see cref="long"/> or, where it does not fit, <see cref="System.Numerics.BigInteger"/>, float
    /// <see cref="double"/>, complex, str <see cref="string"/>, bytes <c>byte[]</c>, list <c>List&lt;object?&gt;</c>, tuple <c>object?[]</c>, set
    /// <c>HashSet&lt;object?&gt;</c>, dict <see cref="Optim.StateDictionary"/>, or <c>OrderedDictionary&lt;object, object?&gt;</c> where a key is no text,
    /// an OrderedDict of tensors by name <see cref="NN.StateDict"/>, any other one <see cref="OrderedDict"/>, and tensors,
    /// <see cref="NN.Parameter"/>, <see cref="Size"/>, <see cref="DType"/>, <see cref="Device"/>, <see cref="Layout"/>.
    /// Nothing in the file is executed: what asks for another class is refused, unless <see cref="Serialization.AddSafeGlobal"/> knows it.
    /// </remarks>
    /// <param name="path">The file.</param>
    /// <param name="mapLocation">Where to put tensors; where they were, if it is null.</param>
    /// <param name="mmap">Whether the file is mapped into memory instead of read: what is looked at is read then. It must not be cut as long as a tensor of it lives; to write to a tensor leaves it as it is.</param>
    /// <param name="progress">Is told how many bytes were read.</param>
    /// <param name="cancellationToken">Gives the reading up.</param>
    /// <exception cref="TorchFileException">The file is damaged, none of torch.save, or asks for a class that is not known.</exception>
    /// <exception cref="TorchException">A tensor was on a device that is not there.</exception>
    /// <exception cref="IOException">The file is not there or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read, or is a folder.</exception>
    /// <exception cref="OperationCanceledException">It was given up.</exception>
    public static object? Load(
        string path, MapLocation? mapLocation = null, bool mmap = false, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        using var file = new FileBytes(path, new Transfer(progress, cancellationToken));
        return CheckpointFile.Read(file, mapLocation, mmap);
    }

    /// <summary>Reads a stream from where it stands, as <see cref="Load(string, MapLocation?, bool, IProgress{long}?, CancellationToken)"/> reads a file. It stays open.</summary>
    /// <exception cref="ArgumentException">The stream cannot go back.</exception>
    /// <exception cref="TorchFileException">What is in it is damaged, none of torch.save, or asks for a class that is not known.</exception>
    public static object? Load(Stream stream, MapLocation? mapLocation = null, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        using var file = new FileBytes(stream, new Transfer(progress, cancellationToken));
        return CheckpointFile.Read(file, mapLocation, isMapped: false);
    }

    /// <summary>Reads a file that holds a <typeparamref name="T"/>: <c>Torch.Load&lt;StateDict&gt;("weights.pt")</c>; else as the other Load.</summary>
    /// <exception cref="TorchFileException">It holds something else, too.</exception>
    public static T Load<T>(
        string path, MapLocation? mapLocation = null, bool mmap = false, IProgress<long>? progress = null, CancellationToken cancellationToken = default) =>
        LoadedValue.As<T>(Load(path, mapLocation, mmap, progress, cancellationToken));

    /// <summary>Reads a stream that holds a <typeparamref name="T"/>; else as the other Load.</summary>
    /// <exception cref="TorchFileException">It holds something else, too.</exception>
    public static T Load<T>(Stream stream, MapLocation? mapLocation = null, IProgress<long>? progress = null, CancellationToken cancellationToken = default) =>
        LoadedValue.As<T>(Load(stream, mapLocation, progress, cancellationToken));

    /// <summary>As <see cref="Load{T}(string, MapLocation?, bool, IProgress{long}?, CancellationToken)"/>, on a thread of the pool; for a value of any kind T is <c>object</c>.</summary>
    public static Task<T> LoadAsync<T>(
        string path, MapLocation? mapLocation = null, bool mmap = false, IProgress<long>? progress = null, CancellationToken cancellationToken = default) =>
        Task.Run(() => Load<T>(path, mapLocation, mmap, progress, cancellationToken), cancellationToken);

    /// <summary>As <see cref="Load{T}(Stream, MapLocation?, IProgress{long}?, CancellationToken)"/>, on a thread of the pool; for a value of any kind T is <c>object</c>.</summary>
    public static Task<T> LoadAsync<T>(Stream stream, MapLocation? mapLocation = null, IProgress<long>? progress = null, CancellationToken cancellationToken = default) =>
        Task.Run(() => Load<T>(stream, mapLocation, progress, cancellationToken), cancellationToken);
}
