using System.Globalization;
using LibTorch.Files.Pickling;
using LibTorch.Interop;

namespace LibTorch.Files.Checkpoints;

/// <summary>The storages that a pickle refers to, each once, with their keys. The keys are the names of the storages' records.</summary>
internal sealed class SavedStorages : IDisposable
{
    private const string Host = "cpu";
    private readonly Dictionary<nint, string> _keys = [];
    private readonly Dictionary<nint, StorageType> _types = [];
    private readonly List<(string Key, Storage Storage)> _all = [];
    private readonly List<Storage> _owned = [];
    private readonly List<Tensor> _kept = [];

    /// <summary>
    /// The records in the order in which they are written: sorted by their keys as numbers since libtorch 2.7, as strings before.
    /// </summary>
    public IEnumerable<(string Key, Storage Storage)> Records =>
        LibraryCalls.IsAtLeast(2, 7) ? _all : _all.OrderBy(storage => storage.Key, StringComparer.Ordinal);

    /// <summary>
    /// Keeps a tensor alive until the file is written. Otherwise a new tensor could get the same address and be mistaken for this one.
    /// </summary>
    public Tensor Keep(Tensor tensor)
    {
        var kept = tensor.ForLater();
        _kept.Add(kept);
        return kept;
    }

    /// <summary>Adds a storage, and returns its key, its device and its size in bytes.</summary>
    /// <param name="storage">The storage.</param>
    /// <param name="type">The Python class that the file names for the storage.</param>
    /// <param name="takeOver">Whether to dispose of <paramref name="storage"/> with this object.</param>
    /// <exception cref="TorchException">The same data was already added as a storage of another type.</exception>
    public (string Key, string Location, long Bytes) Add(Storage storage, StorageType type, bool takeOver)
    {
        var info = ObjectCalls.Describe(storage);
        CheckType(info.Address, type);
        if (!_keys.TryGetValue(info.Identity, out var key))
        {
            // A new string object, because the pickler memoizes by reference: it must not be the same object as an equal string of the
            // caller's.
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
