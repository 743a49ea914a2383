using System.Globalization;
using LibTorch.Files.Pickling;
using LibTorch.Interop;

namespace LibTorch.Files.Checkpoints;

/// <summary>The storages that a pickle refers to, each once, by the keys that are their records' names.</summary>
internal sealed class SavedStorages : IDisposable
{
    private const string Host = "cpu";
    private readonly Dictionary<nint, string> _keys = [];
    private readonly Dictionary<nint, StorageType> _types = [];
    private readonly List<(string Key, Storage Storage)> _all = [];
    private readonly List<Storage> _owned = [];
    private readonly List<Tensor> _kept = [];

    /// <summary>The records in the order in which they are written: by their keys as texts, since libtorch 2.7 as numbers.</summary>
    public IEnumerable<(string Key, Storage Storage)> Records =>
        LibraryCalls.IsAtLeast(2, 7) ? _all : _all.OrderBy(storage => storage.Key, StringComparer.Ordinal);

    /// <summary>Keeps a tensor until the file is written, so that none made after it is taken for the same.</summary>
    public Tensor Keep(Tensor tensor)
    {
        var kept = tensor.ForLater();
        _kept.Add(kept);
        return kept;
    }

    /// <summary>The storage's key, where it lies, and how many bytes it has.</summary>
    /// <param name="storage">The storage.</param>
    /// <param name="type">The class that Python shall take it for.</param>
    /// <param name="takeOver">Whether this object is to be disposed of here.</param>
    /// <exception cref="TorchException">It was added as a storage of another type.</exception>
    public (string Key, string Location, long Bytes) Add(Storage storage, StorageType type, bool takeOver)
    {
        var info = ObjectCalls.Describe(storage);
        CheckType(info.Address, type);
        if (!_keys.TryGetValue(info.Identity, out var key))
        {
            // An object of its own: a text of the caller's that says the same is another one.
            key = new string(_all.Count.ToString(CultureInfo.InvariantCulture).AsSpan());
            _keys.Add(info.Identity, key);
            _all.Add((key, storage));
        }

        if (takeOver)
        {
            _owned.Add(storage);
        }

        var device = new Device((DeviceType)info.DeviceType, info.DeviceIndex);
        return (key, device.Type == DeviceType.Cpu ? Host : device.ToString(), info.Bytes);
    }

    public void Dispose()
    {
        _owned.ForEach(storage => storage.Dispose());
        _kept.ForEach(tensor => tensor.Dispose());
    }

    private void CheckType(nint data, StorageType type)
    {
        if (data != 0 && !_types.TryAdd(data, type) && _types[data] != type)
        {
            throw new TorchException("Cannot save multiple tensors or storages that view the same data as different types");
        }
    }
}
