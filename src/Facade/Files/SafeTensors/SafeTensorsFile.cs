using LibTorch.Files;

namespace LibTorch;

/// <summary>An open safetensors file, whose tensors are read when they are asked for; what <c>safetensors.safe_open</c> gives.</summary>
/// <remarks>
/// Its tensors lie in the file, mapped into memory: the system reads a page when an element of it is used, and a change of a tensor stays in this
/// process. They may be used after the file is closed. A file that another program shortens while it is mapped ends the process that reads there,
/// as in Python; <see cref="Read"/> and <see cref="SafeTensors.LoadFile"/> read into memory instead. Replacing the file, as all writers here do, is no harm.
/// </remarks>
#pragma warning disable CA1710 // The package's name, as a file.
public sealed class SafeTensorsFile : TensorsByName
{
    private readonly MappedFile _file;
    private readonly SafeTensorsHeader _header;

    internal SafeTensorsFile(string path)
    {
        _file = new MappedFile(path);
        try
        {
            _header = SafeTensorsHeader.Read(_file.Reader(Transfer.Silent));
        }
        catch
        {
            _file.Dispose();
            throw;
        }
    }

    /// <summary>What was written beside the tensors; <c>f.metadata()</c>.</summary>
    public IReadOnlyDictionary<string, string> Metadata => _header.Metadata;

    /// <summary>The tensors' names, in the order in which they lie in the file; <c>f.keys()</c>.</summary>
    public override IEnumerable<string> Keys => _header.Tensors.Keys;

    /// <summary>The number of tensors.</summary>
    public override int Count => _header.Tensors.Count;

    /// <summary>A tensor in the file; <c>f.get_tensor(name)</c>.</summary>
    /// <inheritdoc cref="GetTensor" path="/exception"/>
    public override Tensor this[string key] => GetTensor(key);

    /// <summary>What the file says of a tensor, without reading it.</summary>
    /// <exception cref="KeyNotFoundException">There is none of this name.</exception>
    public SafeTensorInfo GetInfo(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return _header.Tensors.TryGetValue(name, out var info) ? info : throw new KeyNotFoundException($"{_file.Name} has no tensor named '{name}'.");
    }

    /// <summary>A tensor that lies in the file, a new object each time; <c>f.get_tensor(name)</c>.</summary>
    /// <exception cref="KeyNotFoundException">There is none of this name.</exception>
    /// <exception cref="NotSupportedException">The running libtorch has no such dtype.</exception>
    /// <exception cref="TorchFileException">The file has become shorter.</exception>
    /// <exception cref="ObjectDisposedException">The file was closed.</exception>
    public Tensor GetTensor(string name)
    {
        ObjectDisposedException.ThrowIf(IsClosed, this);
        var info = GetInfo(name);
        return _file.Tensor(_header.DataStart + info.Begin, info.Shape, [], info.RequireDType());
    }

    /// <summary>A tensor to take a part of, so that the rest is not read; <c>f.get_slice(name)</c>.</summary>
    /// <inheritdoc cref="GetTensor" path="/exception"/>
    public SafeTensorsSlice GetSlice(string name) => new(this, GetInfo(name));

    /// <summary>A tensor read into memory of its own, which nothing that happens to the file touches.</summary>
    /// <inheritdoc cref="GetTensor" path="/exception"/>
    public Tensor Read(string name)
    {
        ObjectDisposedException.ThrowIf(IsClosed, this);
        var info = GetInfo(name);
        return _file.Copy(_header.DataStart + info.Begin, info.Shape, info.RequireDType());
    }

    /// <inheritdoc/>
    public override bool ContainsKey(string key) => _header.Tensors.ContainsKey(key);

    private protected override void Close()
    {
        _file.Dispose();
    }
}
