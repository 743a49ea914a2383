using LibTorch.Files;
using LibTorch.NN;

namespace LibTorch;

/// <summary>Files of named tensors that nothing is executed from; the Python package <c>safetensors.torch</c>.</summary>
public static partial class SafeTensors
{
    /// <summary>Opens a file to read tensors of it by name, without reading the others; <c>safetensors.safe_open</c>.</summary>
    /// <exception cref="TorchFileException">It is no safetensors file, or one that is not whole; the message says what was found.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read, or is a folder.</exception>
    public static SafeTensorsFile SafeOpen(string path) => new(path);

    /// <summary>Reads all tensors of a file, into memory of their own; <c>safetensors.torch.load_file</c>.</summary>
    /// <param name="path">The file, or a pipe.</param>
    /// <param name="device">Where the tensors go; the host unless given.</param>
    /// <param name="progress">Told how many bytes have been read.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="TorchFileException">It is no safetensors file, or one that is not whole; the message says what was found.</exception>
    /// <exception cref="NotSupportedException">It has a tensor of a dtype that the running libtorch has not.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read, or is a folder.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static StateDict LoadFile(string path, Device? device = null, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        using var file = FileReader.Open(path);
        return Load(file, device, progress, cancellationToken);
    }

    /// <inheritdoc cref="LoadFile"/>
    public static Task<StateDict> LoadFileAsync(string path, Device? device = null, IProgress<long>? progress = null, CancellationToken cancellationToken = default) =>
        Task.Run(() => LoadFile(path, device, progress, cancellationToken), cancellationToken);

    /// <summary>Reads all tensors of a stream, which has to end with them; <c>safetensors.torch.load</c>.</summary>
    /// <param name="stream">Read forwards from where it stands; it may be one that cannot seek.</param>
    /// <param name="device">Where the tensors go; the host unless given.</param>
    /// <param name="progress">Told how many bytes have been read.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="TorchFileException">There is no safetensors file in it; the message says what was found.</exception>
    /// <exception cref="NotSupportedException">It has a tensor of a dtype that the running libtorch has not.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static StateDict Load(Stream stream, Device? device = null, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var reader = new FileReader(stream, FileReader.NameOf(stream), new Transfer(progress, cancellationToken));
        var header = SafeTensorsHeader.Read(reader);
        foreach (var info in header.Tensors.Values)
        {
            info.RequireDType();
        }

        var state = new StateDict();
        try
        {
            foreach (var info in header.Tensors.Values)
            {
                state[info.Name] = Read(reader, info, device);
            }

            return reader.IsAtEnd() ? state : throw new TorchFileException($"{reader.Name} is no safetensors file: something follows the tensors.");
        }
        catch
        {
            foreach (var tensor in state.Values)
            {
                tensor.Dispose();
            }

            throw;
        }
    }

    /// <inheritdoc cref="Load(Stream, Device?, IProgress{long}?, CancellationToken)"/>
    public static Task<StateDict> LoadAsync(Stream stream, Device? device = null, IProgress<long>? progress = null, CancellationToken cancellationToken = default) =>
        Task.Run(() => Load(stream, device, progress, cancellationToken), cancellationToken);

    /// <summary>Reads all tensors of a file's bytes; <c>safetensors.torch.load</c>.</summary>
    /// <exception cref="TorchFileException">It is no safetensors file; the message says what was found.</exception>
    /// <exception cref="NotSupportedException">It has a tensor of a dtype that the running libtorch has not.</exception>
    public static StateDict Load(byte[] data, Device? device = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        using var stream = new MemoryStream(data, writable: false);
        return Load(stream, device);
    }

    // The tensor itself on the host; elsewhere a copy, and the memory here is given back at once.
    private static Tensor Placed(Tensor tensor, Device? device)
    {
        if (device is null or { Type: DeviceType.Cpu })
        {
            return tensor;
        }

        using (tensor)
        {
            return tensor.To(device.Value);
        }
    }

    private static Tensor Read(FileReader reader, SafeTensorInfo info, Device? device)
    {
        var tensor = Torch.Empty(info.Shape, dtype: info.RequireDType(), device: Device.Cpu);
        try
        {
            reader.ReadInto(tensor, $"tensor '{FileText.Short(info.Name)}'");
            return Placed(tensor, device);
        }
        catch
        {
            tensor.Dispose();
            throw;
        }
    }
}
