using LibTorch.Files.Pickling;
using LibTorch.Interop;

namespace LibTorch.Files.Checkpoints;

/// <summary>The storages of a file. Each is read once, and moved to its device.</summary>
internal sealed class LoadedStorages(FileBytes file, IStorageRecords records, MapLocation? mapLocation, bool isMapped) : IDisposable
{
    private const int MaxPiece = 1 << 30;
    private const int Alignment = 16;
    private readonly Dictionary<string, Storage> _storages = [];
    private readonly Dictionary<(string, string), Storage> _parts = [];
    private MappedMemory? _mapped;

    /// <summary>The storage that a pickle refers to.</summary>
    /// <exception cref="TorchFileException">The file does not have it.</exception>
    /// <exception cref="TorchException">The storage's device is not available.</exception>
    public LoadedStorage Get(PickledReference reference)
    {
        var key = StorageKey.Of(reference);
        if (!_storages.TryGetValue(key.Key, out var storage))
        {
            storage = Load(key);
            _storages.Add(key.Key, storage);
        }

        return new LoadedStorage(key.View is { } view ? Part(key.Key, storage, view) : storage, key.DType);
    }

    // Only releases these references; the loaded tensors keep the storages and the mapping alive.
    public void Dispose()
    {
        _mapped?.Dispose();
        foreach (var storage in _storages.Values.Concat(_parts.Values))
        {
            storage.Dispose();
        }
    }

    private Storage Load(StorageKey key)
    {
        var place = records.Find(key.Key, key.Bytes);
        var device = DeviceOf(key.Location);

        // torch.save aligns storages in the file, so they can be mapped. Unaligned ones, written by another program, are read instead.
        var canBeMapped = isMapped && place % Alignment == 0 && key.Bytes > 0;
        var here = canBeMapped ? Mapped(place, key.Bytes) : Read(place, key.Bytes);
        if (device.Type == DeviceType.Cpu)
        {
            return here;
        }

        using (here)
        {
            using var bytes = StorageTensor.Of(here, DType.UInt8, 0, [key.Bytes], [1]);
            using var there = bytes.To(device);
            return there.UntypedStorage();
        }
    }

    private Storage Read(long place, long bytes)
    {
        using var room = Torch.Empty([bytes], dtype: DType.UInt8, device: Device.Cpu);
        var storage = room.UntypedStorage();
        for (var done = 0L; done < bytes; done += MaxPiece)
        {
            file.Read(place + done, new StorageMemory(storage, done, (int)Math.Min(MaxPiece, bytes - done)).GetSpan());
        }

        return storage;
    }

    // The mapping is copy-on-write: writing to the tensor changes the process's memory, not the file.
    private Storage Mapped(long place, long bytes)
    {
        _mapped ??= file.Map();
        using var tensor = Tensor.Own(_mapped.Tensor(place, bytes, [bytes], [], (int)ScalarType.UInt8))!;
        return tensor.UntypedStorage();
    }

    private Storage Part(string key, Storage storage, (string Key, long Offset, long Bytes) view)
    {
        if (!_parts.TryGetValue((key, view.Key), out var part))
        {
            if (view.Offset > storage.ByteCount - view.Bytes)
            {
                throw new TorchFileException($"The file has a view of a storage that ends at byte {view.Offset + view.Bytes}, but the storage ends at byte {storage.ByteCount}.");
            }

            part = storage.Slice(view.Offset, view.Bytes);
            _parts.Add((key, view.Key), part);
        }

        return part;
    }

    private Device DeviceOf(string location)
    {
        if (mapLocation?.For(location) is { } device)
        {
            return device;
        }

        if (location.StartsWith("cuda", StringComparison.Ordinal) && !Torch.Cuda.IsAvailable())
        {
            throw new TorchException(
                "Attempting to deserialize object on a CUDA device but torch.cuda.is_available() is False. If you are running on a CPU-only machine, please use torch.load with map_location=torch.device('cpu') to map your storages to the CPU.");
        }

        try
        {
            return Device.Parse(location);
        }
        catch (TorchException error)
        {
            throw new TorchFileException($"The file has a storage of the device '{location}', which is unknown here; use mapLocation to load it to another one.", error);
        }
    }
}
