using LibTorch.Interop;

namespace LibTorch.Files;

/// <summary>The layout of a safetensors file to be written: the tensors in order, with their offsets.</summary>
internal sealed class SafeTensorsPlan
{
    private readonly List<SafeTensorInfo> _infos = [];
    private readonly List<Tensor> _tensors = [];

    /// <summary>The total size of the tensors in bytes.</summary>
    public long DataBytes { get; private set; }

    /// <summary>Lays out the tensors. Throws, before anything is written, if a tensor cannot be saved.</summary>
    public static SafeTensorsPlan Of(IEnumerable<KeyValuePair<string, Tensor>> tensors)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        var given = tensors.Select(entry => (Name: entry.Key, entry.Value, Type: Checked(entry.Key, entry.Value))).ToList();
        if (given.GroupBy(entry => entry.Name).FirstOrDefault(group => group.Skip(1).Any()) is { } twice)
        {
            throw new ArgumentException($"There are two tensors named '{twice.Key}'.", nameof(tensors));
        }

        RequireApart(given.Select(entry => (entry.Name, entry.Value)));
        var plan = new SafeTensorsPlan();

        // Tensors with large elements come first, so that all elements are aligned to their size.
        foreach (var (name, tensor, type) in given.OrderByDescending(entry => entry.Type.Order).ThenBy(entry => entry.Name, Utf8Comparer.Instance))
        {
            plan.Add(name, tensor, type);
        }

        return plan;
    }

    public void Write(Stream stream, IReadOnlyDictionary<string, string>? metadata, Transfer transfer)
    {
        var writer = new FileWriter(stream, transfer);
        writer.Write(SafeTensorsHeader.Write(_infos, metadata));
        foreach (var (info, tensor) in _infos.Zip(_tensors))
        {
            using var plain = tensor.Plain(tensor.DType);
            if (plain.NBytes != info.ByteCount)
            {
                throw new InvalidOperationException($"Tensor '{info.Name}' was resized while the file was written.");
            }

            writer.Write(plain);
        }
    }

    private static SafeTensorsType Checked(string name, Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(tensor);
        if (name == SafeTensorsHeader.MetadataName)
        {
            throw new ArgumentException($"'{name}' cannot be a tensor's name: the format uses it for metadata.");
        }

        if (tensor.Layout != Layout.Strided)
        {
            throw new TorchValueException($"Tensor '{name}' has the layout {tensor.Layout}, but safetensors has dense tensors only: write its ToDense(), which may be much larger.");
        }

        var type = SafeTensorsType.Of(tensor.DType) ?? throw new TorchTypeException($"Tensor '{name}' has the dtype {tensor.DType}, which safetensors does not support.");
        if (tensor.Device.Type == DeviceType.Meta)
        {
            throw new TorchValueException($"Tensor '{name}' is on the meta device and has no elements to be written.");
        }

        return tensor.IsContiguous
            ? type
            : throw new TorchValueException($"Tensor '{name}' is not contiguous: write its Contiguous() or, where it is a view of another tensor of the file, that one only.");
    }

    // Tensors that share memory would be written twice, and would no longer share memory after loading.
    private static void RequireApart(IEnumerable<(string Name, Tensor Tensor)> tensors)
    {
        var lying = tensors.Where(entry => entry.Tensor.NBytes > 0)
            .Select(entry => (entry.Name, entry.Tensor.Device, Begin: (long)TensorCalls.Address(entry.Tensor), Bytes: entry.Tensor.NBytes));
        foreach (var device in lying.GroupBy(entry => entry.Device))
        {
            var (name, end) = ("", long.MinValue);
            foreach (var entry in device.OrderBy(entry => entry.Begin))
            {
                if (entry.Begin < end)
                {
                    throw new TorchValueException($"Tensors '{name}' and '{entry.Name}' share memory, and would no longer share it after loading: leave one out, write a Clone(), or write the module with SaveModel.");
                }

                (name, end) = (entry.Name, entry.Begin + entry.Bytes);
            }
        }
    }

    private void Add(string name, Tensor tensor, SafeTensorsType type)
    {
        long[] shape = [.. tensor.Shape];
        if (type.IsPair && shape.Length > 0)
        {
            shape[^1] *= 2;
        }

        _infos.Add(new SafeTensorInfo(name, type, shape, DataBytes, DataBytes + tensor.NBytes));
        _tensors.Add(tensor);
        DataBytes += tensor.NBytes;
    }
}
