using System.Globalization;
using LibTorch.Files;
using LibTorch.NN;

namespace LibTorch;

public static partial class SafeTensors
{
    private const string ModelName = "model";
    private const string Extension = ".safetensors";

    /// <summary>
    /// Opens a model that is stored in several files, to read its tensors by name. The path is that of the index, such as
    /// <c>model.safetensors.index.json</c>.
    /// </summary>
    /// <exception cref="TorchFileException">The file is not an index; the message says what was found.</exception>
    /// <exception cref="IOException">The index cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">Reading is not permitted, or the path is a folder.</exception>
    public static SafeTensorsShards OpenSharded(string indexPath) => new(indexPath);

    /// <summary>
    /// Reads all tensors of a model that is stored in several files. The tensors have their own memory, not mapped files.
    /// </summary>
    /// <param name="indexPath">The index, such as <c>model.safetensors.index.json</c>, in the same folder as the files.</param>
    /// <param name="device">The device for the tensors; null: the CPU.</param>
    /// <param name="progress">Receives the number of bytes read so far, after each tensor.</param>
    /// <param name="cancellationToken">Cancels the reading, between two tensors.</param>
    /// <exception cref="TorchFileException">The index or one of the files is invalid; the message says what was found.</exception>
    /// <exception cref="NotSupportedException">A tensor has a dtype that the running libtorch does not have.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="OperationCanceledException">The reading was cancelled.</exception>
    public static StateDict LoadSharded(string indexPath, Device? device = null, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        using var shards = OpenSharded(indexPath);
        var transfer = new Transfer(progress, cancellationToken);
        var state = new StateDict();
        foreach (var name in shards.Keys)
        {
            state[name] = Placed(shards.Read(name), device);
            transfer.Moved(state[name].NBytes);
        }

        return state;
    }

    /// <inheritdoc cref="LoadSharded"/>
    public static Task<StateDict> LoadShardedAsync(string indexPath, Device? device = null, IProgress<long>? progress = null, CancellationToken cancellationToken = default) =>
        Task.Run(() => LoadSharded(indexPath, device, progress, cancellationToken), cancellationToken);

    /// <summary>
    /// Writes tensors to several files of limited size, <c>model-00001-of-00003.safetensors</c> and so on, and an index. If all tensors fit
    /// into one file, it is <c>model.safetensors</c>, without an index.
    /// </summary>
    /// <param name="tensors">
    /// The tensors by name, such as a module's state. Each must be contiguous, and none may share memory with another.
    /// </param>
    /// <param name="folder">
    /// The folder for the files. The index is written last; each existing file is replaced only after the new one is complete.
    /// </param>
    /// <param name="maxShardBytes">
    /// The maximum size of the tensors in a file, except for a single tensor that is larger. The default of 5 GB is that of Python's tools.
    /// </param>
    /// <param name="metadata">Strings to store in the metadata of each file.</param>
    /// <param name="progress">Receives the number of bytes written so far.</param>
    /// <param name="cancellationToken">Cancels the writing.</param>
    /// <exception cref="TorchValueException">A tensor is sparse or not contiguous, or two of them share memory.</exception>
    /// <exception cref="TorchTypeException">The format has no such dtype.</exception>
    /// <exception cref="IOException">A file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">Writing is not permitted.</exception>
    /// <exception cref="OperationCanceledException">The writing was cancelled.</exception>
    public static void SaveSharded(
        IEnumerable<KeyValuePair<string, Tensor>> tensors,
        string folder,
        long maxShardBytes = 5_000_000_000,
        IReadOnlyDictionary<string, string>? metadata = null,
        IProgress<long>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxShardBytes);
        List<KeyValuePair<string, Tensor>> all = [.. tensors];
        var whole = SafeTensorsPlan.Of(all);
        var shards = Split(all, maxShardBytes);
        var transfer = new Transfer(progress, cancellationToken);
        var files = shards.Count < 2
            ? [ModelName + Extension]
            : Enumerable.Range(1, shards.Count).Select(i => string.Create(CultureInfo.InvariantCulture, $"{ModelName}-{i:00000}-of-{shards.Count:00000}{Extension}")).ToList();
        for (var i = 0; i < files.Count; i++)
        {
            using var file = new ReplacedFile(Path.Combine(folder, files[i]));
            SafeTensorsPlan.Of(shards.Count == 0 ? [] : shards[i]).Write(file.Stream, metadata, transfer);
            file.Commit();
        }

        if (shards.Count > 1)
        {
            var places = shards.SelectMany((shard, i) => shard.Select(entry => KeyValuePair.Create(entry.Key, files[i])));
            using var index = new ReplacedFile(Path.Combine(folder, $"{ModelName}{Extension}.index.json"));
            index.Stream.Write(SafeTensorsIndex.Write(places, whole.DataBytes));
            index.Commit();
        }
    }

    /// <inheritdoc cref="SaveSharded"/>
    public static Task SaveShardedAsync(
        IEnumerable<KeyValuePair<string, Tensor>> tensors,
        string folder,
        long maxShardBytes = 5_000_000_000,
        IReadOnlyDictionary<string, string>? metadata = null,
        IProgress<long>? progress = null,
        CancellationToken cancellationToken = default) =>
        Task.Run(() => SaveSharded(tensors, folder, maxShardBytes, metadata, progress, cancellationToken), cancellationToken);

    // Distributes the tensors in the given order. A tensor that is larger than a shard gets a file of its own.
    private static List<List<KeyValuePair<string, Tensor>>> Split(List<KeyValuePair<string, Tensor>> tensors, long maxBytes)
    {
        var shards = new List<List<KeyValuePair<string, Tensor>>>();
        var (shard, bytes) = (new List<KeyValuePair<string, Tensor>>(), 0L);
        foreach (var entry in tensors)
        {
            var size = entry.Value.NBytes;
            if (size > maxBytes)
            {
                shards.Add([entry]);
                continue;
            }

            if (bytes + size > maxBytes)
            {
                shards.Add(shard);
                (shard, bytes) = ([], 0);
            }

            shard.Add(entry);
            bytes += size;
        }

        return shard.Count > 0 ? [.. shards, shard] : shards;
    }
}
