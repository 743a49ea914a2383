using System.Collections;
using System.Diagnostics.CodeAnalysis;
using LibTorch.Files;

namespace LibTorch;

/// <summary>A model of several safetensors files, each of which is opened when a tensor of it is asked for.</summary>
/// <remarks>Its tensors lie in the files, as those of <see cref="SafeTensorsFile"/> do.</remarks>
#pragma warning disable CA1710 // These are files.
public sealed class SafeTensorsShards : IReadOnlyDictionary<string, Tensor>, IDisposable
{
    private readonly Dictionary<string, SafeTensorsFile> _open = [];
    private readonly OrderedDictionary<string, string> _places;
    private readonly string _index;
    private bool _closed;

    internal SafeTensorsShards(string indexPath)
    {
        ArgumentException.ThrowIfNullOrEmpty(indexPath);
        _index = Path.GetFullPath(indexPath);
        _places = SafeTensorsIndex.Read(_index);
    }

    /// <summary>The tensors' names, in the index's order.</summary>
    public IEnumerable<string> Keys => _places.Keys;

    /// <summary>The tensors, each read when it is come to.</summary>
    /// <inheritdoc cref="GetTensor" path="/exception"/>
    public IEnumerable<Tensor> Values => Keys.Select(GetTensor);

    /// <summary>The names of the files.</summary>
    public IEnumerable<string> Files => _places.Values.Distinct();

    /// <summary>The number of tensors.</summary>
    public int Count => _places.Count;

    /// <summary>A tensor in its file.</summary>
    /// <inheritdoc cref="GetTensor" path="/exception"/>
    public Tensor this[string key] => GetTensor(key);

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
    public bool ContainsKey(string key) => _places.ContainsKey(key);

    /// <inheritdoc/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out Tensor value)
    {
        value = ContainsKey(key) ? GetTensor(key) : null;
        return value is not null;
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, Tensor>> GetEnumerator() => Keys.Select(name => KeyValuePair.Create(name, GetTensor(name))).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Closes the files; tensors that were taken from them stay.</summary>
    public void Dispose()
    {
        _closed = true;
        foreach (var file in _open.Values)
        {
            file.Dispose();
        }

        _open.Clear();
    }

    private SafeTensorsFile FileOf(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        ObjectDisposedException.ThrowIf(_closed, this);
        if (!_places.TryGetValue(name, out var place))
        {
            throw new KeyNotFoundException($"{_index} has no tensor named '{name}'.");
        }

        if (!_open.TryGetValue(place, out var file))
        {
            _open.Add(place, file = new SafeTensorsFile(Path.Combine(Path.GetDirectoryName(_index)!, place)));
        }

        return file.ContainsKey(name) ? file : throw new TorchFileException($"{_index} says that '{FileText.Short(name)}' is in {place}, and it is not.");
    }
}
