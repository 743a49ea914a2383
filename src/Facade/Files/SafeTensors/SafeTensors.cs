using LibTorch.Files;
using LibTorch.NN;

namespace LibTorch;

/// <summary>
/// Reading and writing safetensors files: named tensors in a format that contains no code; the Python package <c>safetensors.torch</c>.
/// </summary>
public static partial class SafeTensors
{
    /// <summary>Opens a file to read single tensors by name, without reading the others; <c>safetensors.safe_open</c>.</summary>
    /// <exception cref="TorchFileException">
    /// The file is not a safetensors file, or is incomplete; the message says what was found.
    /// </exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">Reading is not permitted, or the path is a folder.</exception>
    public static SafeTensorsFile SafeOpen(string path) => new(path);

    /// <summary>
    /// Reads all tensors of a file. The tensors have their own memory, not a mapped file; <c>safetensors.torch.load_file</c>.
    /// </summary>
    /// <param name="path">The file, or a pipe.</param>
    /// <param name="device">The device for the tensors; null: the CPU.</param>
    /// <param name="progress">Receives the number of bytes read so far.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="TorchFileException">
    /// The file is not a safetensors file, or is incomplete; the message says what was found.
    /// </exception>
    /// <exception cref="NotSupportedException">A tensor has a dtype that the running libtorch does not have.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">Reading is not permitted, or the path is a folder.</exception>
    /// <exception cref="OperationCanceledException">The reading was cancelled.</exception>
    public static StateDict LoadFile(string path, Device? device = null, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        using var file = FileReader.Open(path);
        return Load(file, device, progress, cancellationToken);
    }

    /// <inheritdoc cref="LoadFile"/>
    public static Task<StateDict> LoadFileAsync(string path, Device? device = null, IProgress<long>? progress = null, CancellationToken cancellationToken = default) =>
        Task.Run(() => LoadFile(path, device, progress, cancellationToken), cancellationToken);

    /// <summary>Reads all tensors of a stream, which must end after the last tensor; <c>safetensors.torch.load</c>.</summary>
    /// <param name="stream">The stream, which is read forwards from its current position and need not support seeking.</param>
    /// <param name="device">The device for the tensors; null: the CPU.</param>
    /// <param name="progress">Receives the number of bytes read so far.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="TorchFileException">The content is not a safetensors file; the message says what was found.</exception>
    /// <exception cref="NotSupportedException">A tensor has a dtype that the running libtorch does not have.</exception>
    /// <exception cref="OperationCanceledException">The reading was cancelled.</exception>
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

    /// <summary>Reads all tensors from the bytes of a file; <c>safetensors.torch.load</c>.</summary>
    /// <exception cref="TorchFileException">The bytes are not a safetensors file; the message says what was found.</exception>
    /// <exception cref="NotSupportedException">A tensor has a dtype that the running libtorch does not have.</exception>
    public static StateDict Load(byte[] data, Device? device = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        using var stream = new MemoryStream(data, writable: false);
        return Load(stream, device);
    }

    // The tensor itself for the CPU. For another device it is copied there, and the CPU memory is freed at once.
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
