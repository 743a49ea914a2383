using LibTorch.Files;

namespace LibTorch;

/// <summary>A model of several safetensors files, each of which is opened when a tensor of it is asked for.</summary>
/// <remarks>Its tensors lie in the files, as those of <see cref="SafeTensorsFile"/> do.</remarks>
#pragma warning disable CA1710 // These are files.
public sealed class SafeTensorsShards : TensorsByName
{
    private readonly Dictionary<string, SafeTensorsFile> _open = [];
    private readonly OrderedDictionary<string, string> _places;
    private readonly string _index;

    internal SafeTensorsShards(string indexPath)
    {
        ArgumentException.ThrowIfNullOrEmpty(indexPath);
        _index = Path.GetFullPath(indexPath);
        _places = SafeTensorsIndex.Read(_index);
    }

    /// <summary>The tensors' names, in the index's order.</summary>
    public override IEnumerable<string> Keys => _places.Keys;

    /// <summary>The names of the files.</summary>
    public IEnumerable<string> Files => _places.Values.Distinct();

    /// <summary>The number of tensors.</summary>
    public override int Count => _places.Count;

    /// <summary>A tensor in its file.</summary>
    /// <inheritdoc cref="GetTensor" path="/exception"/>
    public override Tensor this[string key] => GetTensor(key);

    /// <summary>A tensor that lies in its file, a new object each time.</summary>
    /// <exception cref="KeyNotFoundException">There is none of this name.</exception>
    /// <exception cref="NotSupportedException">The running libtorch has no such dtype.</exception>
    /// <exception cref="TorchFileException">Its file is no safetensors file, or has no such tensor.</exception>
    /// <exception cref="IOException">Its file cannot be read.</exception>
    /// <exception cref="ObjectDisposedException">The files were closed.</exception>
    public Tensor GetTensor(string name) => FileOf(name).GetTensor(name);

    /// <summary>A tensor read into memory of its own.</summary>
    /// <inheritdoc cref="GetTensor" path="/exception"/>
    public Tensor Read(string name) => FileOf(name).Read(name);

    /// <summary>What its file says of a tensor, without reading it.</summary>
    /// <inheritdoc cref="GetTensor" path="/exception"/>
    public SafeTensorInfo GetInfo(string name) => FileOf(name).GetInfo(name);

    /// <inheritdoc/>
    public override bool ContainsKey(string key) => _places.ContainsKey(key);

    private protected override void Close()
    {
        foreach (var file in _open.Values)
        {
            file.Dispose();
        }

        _open.Clear();
    }

    private SafeTensorsFile FileOf(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        ObjectDisposedException.ThrowIf(IsClosed, this);
        if (!_places.TryGetValue(name, out var place))
        {
            throw new KeyNotFoundException($"{_index} has no tensor named '{name}'.");
        }

        if (!_open.TryGetValue(place, out var file))
        {
            _open.Add(place, file = new SafeTensorsFile(Path.Combine(Path.GetDirectoryName(_index)!, place)));
        }

        return file.ContainsKey(name) ? file : throw new TorchFileException($"{_index} says that '{FileText.Short(name)}' is in {place}, but it is not there.");
    }
}
