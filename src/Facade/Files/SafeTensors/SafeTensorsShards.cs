using LibTorch.Files;

namespace LibTorch;

/// <summary>A model in several safetensors files. Each file is opened when one of its tensors is accessed.</summary>
/// <remarks>The files are mapped into memory and the tensors use the mappings, as with <see cref="SafeTensorsFile"/>.</remarks>
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

    /// <summary>A tensor that uses its mapped file.</summary>
    /// <inheritdoc cref="GetTensor" path="/exception"/>
    public override Tensor this[string key] => GetTensor(key);

    /// <summary>A tensor that uses its mapped file; each call returns a new object.</summary>
    /// <exception cref="KeyNotFoundException">There is no tensor of this name.</exception>
    /// <exception cref="NotSupportedException">The running libtorch has no such dtype.</exception>
    /// <exception cref="TorchFileException">The tensor's file is not a safetensors file, or does not have the tensor.</exception>
    /// <exception cref="IOException">The tensor's file cannot be read.</exception>
    /// <exception cref="ObjectDisposedException">The files were closed.</exception>
    public Tensor GetTensor(string name) => FileOf(name).GetTensor(name);

    /// <summary>A tensor read into its own memory.</summary>
    /// <inheritdoc cref="GetTensor" path="/exception"/>
    public Tensor Read(string name) => FileOf(name).Read(name);

    /// <summary>The description of a tensor, without reading the tensor.</summary>
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
