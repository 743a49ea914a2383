using System.Globalization;
using LibTorch.Files;
using LibTorch.NN;

namespace LibTorch;

public static partial class SafeTensors
{
    private const string ModelName = "model";
    private const string Extension = ".safetensors";

    /// <summary>Opens a model of several files by their index, such as <c>model.safetensors.index.json</c>, to read tensors of it by name.</summary>
    /// <exception cref="TorchFileException">It is no index; the message says what was found.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read, or is a folder.</exception>
    public static SafeTensorsShards OpenSharded(string indexPath) => new(indexPath);

    /// <summary>Reads all tensors of a model of several files, into memory of their own.</summary>
    /// <param name="indexPath">The index, such as <c>model.safetensors.index.json</c>, beside which the files lie.</param>
    /// <param name="device">Where the tensors go; the host unless given.</param>
    /// <param name="progress">Told how many bytes of tensors have been read, after each.</param>
    /// <param name="cancellationToken">Stops the reading between two tensors.</param>
    /// <exception cref="TorchFileException">The index or one of the files is not what it should be; the message says what was found.</exception>
    /// <exception cref="NotSupportedException">There is a tensor of a dtype that the running libtorch has not.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
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

    /// <summary>Writes tensors as files of limited size, <c>model-00001-of-00003.safetensors</c> and so on, and their index; as one file <c>model.safetensors</c> without an index, where they fit.</summary>
    /// <param name="tensors">By name, such as a module's state. Each has to be contiguous, with memory of its own.</param>
    /// <param name="folder">Where the files go. The index is written last; each file takes an old one's place when it is whole.</param>
    /// <param name="maxShardBytes">The most bytes of tensors in a file, but for a tensor that alone has more. 5 GB, as Python's tools have it, unless given.</param>
    /// <param name="metadata">Texts to write beside the tensors in each file.</param>
    /// <param name="progress">Told how many bytes have been written.</param>
    /// <param name="cancellationToken">Stops the writing.</param>
    /// <exception cref="TorchValueException">A tensor is sparse or not contiguous, or two of them share memory.</exception>
    /// <exception cref="TorchTypeException">The format has no such dtype.</exception>
    /// <exception cref="IOException">A file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
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

    // In the order given; one that is too large for all has a file of its own.
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
