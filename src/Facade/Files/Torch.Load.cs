using LibTorch.Files;
using LibTorch.Files.Checkpoints;

namespace LibTorch;

/// <content>Reading files of torch.save.</content>
public abstract partial class Torch
{
    /// <summary>Reads a file that <c>torch.save</c> of any version of PyTorch wrote; <c>torch.load(path, weights_only=True)</c>.</summary>
    /// <remarks>
    /// Python's values become these C# values: None becomes null; bool bool; int <see cref="long"/> or, if too large,
    /// <see cref="System.Numerics.BigInteger"/>; float <see cref="double"/>; complex Complex; str <see cref="string"/>; bytes
    /// <c>byte[]</c>; list <c>List&lt;object?&gt;</c>; tuple <c>object?[]</c>; set <c>HashSet&lt;object?&gt;</c>; dict
    /// <see cref="Optim.StateDictionary"/>, or <c>OrderedDictionary&lt;object, object?&gt;</c> if a key is not a string; an OrderedDict of
    /// tensors by name <see cref="NN.StateDict"/>, any other OrderedDict <see cref="OrderedDict"/>; tensors, <see cref="NN.Parameter"/>,
    /// <see cref="Size"/>, <see cref="DType"/>, <see cref="Device"/> and <see cref="Layout"/> become the C# types of these names. Nothing
    /// in the file is executed. Other classes are refused, unless they were registered with <see cref="Serialization.AddSafeGlobal"/>.
    /// </remarks>
    /// <param name="path">The file.</param>
    /// <param name="mapLocation">The devices to load tensors to; null: those from which they were saved.</param>
    /// <param name="mmap">
    /// Whether to map the file into memory instead of reading it: pages are then read when they are used. The file must not be shortened
    /// while a tensor uses the mapping. Writing to a tensor does not change the file.
    /// </param>
    /// <param name="progress">Receives the number of bytes read so far.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="TorchFileException">The file is damaged, was not written by torch.save, or contains an unknown class.</exception>
    /// <exception cref="TorchException">A tensor was saved from a device that is not available.</exception>
    /// <exception cref="IOException">The file does not exist or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">Reading is not permitted, or the path is a folder.</exception>
    /// <exception cref="OperationCanceledException">The reading was cancelled.</exception>
    public static object? Load(
        string path, MapLocation? mapLocation = null, bool mmap = false, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        using var file = new FileBytes(path, new Transfer(progress, cancellationToken));
        return CheckpointFile.Read(file, mapLocation, mmap);
    }

    /// <summary>
    /// Reads a stream from its current position, as <see cref="Load(string, MapLocation?, bool, IProgress{long}?, CancellationToken)"/>
    /// reads a file. The stream stays open.
    /// </summary>
    /// <exception cref="ArgumentException">The stream cannot seek.</exception>
    /// <exception cref="TorchFileException">
    /// The content is damaged, was not written by torch.save, or contains an unknown class.
    /// </exception>
    public static object? Load(Stream stream, MapLocation? mapLocation = null, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        using var file = new FileBytes(stream, new Transfer(progress, cancellationToken));
        return CheckpointFile.Read(file, mapLocation, isMapped: false);
    }

    /// <summary>
    /// Reads a file whose value is a <typeparamref name="T"/>: <c>Torch.Load&lt;StateDict&gt;("weights.pt")</c>; otherwise like the Load
    /// without a type.
    /// </summary>
    /// <exception cref="TorchFileException">The file cannot be read, or its value is not a <typeparamref name="T"/>.</exception>
    public static T Load<T>(
        string path, MapLocation? mapLocation = null, bool mmap = false, IProgress<long>? progress = null, CancellationToken cancellationToken = default) =>
        LoadedValue.As<T>(Load(path, mapLocation, mmap, progress, cancellationToken));

    /// <summary>Reads a stream whose value is a <typeparamref name="T"/>; otherwise like the Load without a type.</summary>
    /// <exception cref="TorchFileException">The stream cannot be read, or its value is not a <typeparamref name="T"/>.</exception>
    public static T Load<T>(Stream stream, MapLocation? mapLocation = null, IProgress<long>? progress = null, CancellationToken cancellationToken = default) =>
        LoadedValue.As<T>(Load(stream, mapLocation, progress, cancellationToken));

    /// <summary>
    /// The same as <see cref="Load{T}(string, MapLocation?, bool, IProgress{long}?, CancellationToken)"/> on a thread-pool thread. Use
    /// <c>object</c> as T for values of any type.
    /// </summary>
    public static Task<T> LoadAsync<T>(
        string path, MapLocation? mapLocation = null, bool mmap = false, IProgress<long>? progress = null, CancellationToken cancellationToken = default) =>
        Task.Run(() => Load<T>(path, mapLocation, mmap, progress, cancellationToken), cancellationToken);

    /// <summary>
    /// The same as <see cref="Load{T}(Stream, MapLocation?, IProgress{long}?, CancellationToken)"/> on a thread-pool thread. Use
    /// <c>object</c> as T for values of any type.
    /// </summary>
    public static Task<T> LoadAsync<T>(Stream stream, MapLocation? mapLocation = null, IProgress<long>? progress = null, CancellationToken cancellationToken = default) =>
        Task.Run(() => Load<T>(stream, mapLocation, progress, cancellationToken), cancellationToken);
}
