using LibTorch.Files;

namespace LibTorch;

/// <summary>An open safetensors file, whose tensors are read when they are accessed; the result of <c>safetensors.safe_open</c>.</summary>
/// <remarks>
/// The file is mapped into memory, and its tensors use the mapping: the operating system reads a page when an element of it is used.
/// Changes of a tensor stay in this process. Tensors may be used after the file is closed. If another program shortens the file while it is
/// mapped, reading beyond its end crashes the process, as in Python; <see cref="Read"/> and <see cref="SafeTensors.LoadFile"/> avoid that
/// by reading into memory. Replacing the file by a new one, as all writers here do, is safe.
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

    /// <summary>The file's metadata; <c>f.metadata()</c>.</summary>
    public IReadOnlyDictionary<string, string> Metadata => _header.Metadata;

    /// <summary>The tensors' names, in the order of the tensors in the file; <c>f.keys()</c>.</summary>
    public override IEnumerable<string> Keys => _header.Tensors.Keys;

    /// <summary>The number of tensors.</summary>
    public override int Count => _header.Tensors.Count;

    /// <summary>A tensor that uses the mapped file; <c>f.get_tensor(name)</c>.</summary>
    /// <inheritdoc cref="GetTensor" path="/exception"/>
    public override Tensor this[string key] => GetTensor(key);

    /// <summary>The description of a tensor, without reading the tensor.</summary>
    /// <exception cref="KeyNotFoundException">There is no tensor of this name.</exception>
    public SafeTensorInfo GetInfo(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return _header.Tensors.TryGetValue(name, out var info) ? info : throw new KeyNotFoundException($"{_file.Name} has no tensor named '{name}'.");
    }

    /// <summary>A tensor that uses the mapped file; each call returns a new object; <c>f.get_tensor(name)</c>.</summary>
    /// <exception cref="KeyNotFoundException">There is no tensor of this name.</exception>
    /// <exception cref="NotSupportedException">The running libtorch has no such dtype.</exception>
    /// <exception cref="TorchFileException">The file has become shorter.</exception>
    /// <exception cref="ObjectDisposedException">The file was closed.</exception>
    public Tensor GetTensor(string name)
    {
        ObjectDisposedException.ThrowIf(IsClosed, this);
        var info = GetInfo(name);
        return _file.Tensor(_header.DataStart + info.Begin, info.Shape, [], info.RequireDType());
    }

    /// <summary>An object for reading only a part of a tensor; <c>f.get_slice(name)</c>.</summary>
    /// <inheritdoc cref="GetTensor" path="/exception"/>
    public SafeTensorsSlice GetSlice(string name) => new(this, GetInfo(name));

    /// <summary>A tensor read into its own memory, which later changes of the file do not affect.</summary>
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
