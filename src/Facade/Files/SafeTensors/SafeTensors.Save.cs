using LibTorch.Files;

namespace LibTorch;

public static partial class SafeTensors
{
    /// <summary>Writes tensors to a file, which takes the old one's place when it is whole; <c>safetensors.torch.save_file</c>.</summary>
    /// <param name="tensors">By name, such as a module's state. Each has to be contiguous, with memory of its own.</param>
    /// <param name="path">The file.</param>
    /// <param name="metadata">Texts to write beside them; many readers look for <c>format</c>, which is <c>pt</c> for torch.</param>
    /// <param name="progress">Told how many bytes have been written.</param>
    /// <param name="cancellationToken">Stops the writing; the old file stays.</param>
    /// <exception cref="TorchValueException">A tensor is sparse or not contiguous, or two of them share memory.</exception>
    /// <exception cref="TorchTypeException">The format has no such dtype.</exception>
    /// <exception cref="ArgumentException">A name is given twice, or is the format's own.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static void SaveFile(
        IEnumerable<KeyValuePair<string, Tensor>> tensors,
        string path,
        IReadOnlyDictionary<string, string>? metadata = null,
        IProgress<long>? progress = null,
        CancellationToken cancellationToken = default)
    {
        var plan = SafeTensorsPlan.Of(tensors);
        using var file = new ReplacedFile(path);
        plan.Write(file.Stream, metadata, new Transfer(progress, cancellationToken));
        file.Commit();
    }

    /// <inheritdoc cref="SaveFile"/>
    public static Task SaveFileAsync(
        IEnumerable<KeyValuePair<string, Tensor>> tensors,
        string path,
        IReadOnlyDictionary<string, string>? metadata = null,
        IProgress<long>? progress = null,
        CancellationToken cancellationToken = default) =>
        Task.Run(() => SaveFile(tensors, path, metadata, progress, cancellationToken), cancellationToken);

    /// <summary>Writes tensors to a stream; <c>safetensors.torch.save</c>.</summary>
    /// <param name="tensors">By name, such as a module's state. Each has to be contiguous, with memory of its own.</param>
    /// <param name="stream">Written forwards from where it stands; it may be one that cannot seek.</param>
    /// <param name="metadata">Texts to write beside them.</param>
    /// <param name="progress">Told how many bytes have been written.</param>
    /// <param name="cancellationToken">Stops the writing.</param>
    /// <exception cref="TorchValueException">A tensor is sparse or not contiguous, or two of them share memory.</exception>
    /// <exception cref="TorchTypeException">The format has no such dtype.</exception>
    /// <exception cref="ArgumentException">A name is given twice, or is the format's own.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static void Save(
        IEnumerable<KeyValuePair<string, Tensor>> tensors,
        Stream stream,
        IReadOnlyDictionary<string, string>? metadata = null,
        IProgress<long>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        SafeTensorsPlan.Of(tensors).Write(stream, metadata, new Transfer(progress, cancellationToken));
    }

    /// <inheritdoc cref="Save(IEnumerable{KeyValuePair{string, Tensor}}, Stream, IReadOnlyDictionary{string, string}?, IProgress{long}?, CancellationToken)"/>
    public static Task SaveAsync(
        IEnumerable<KeyValuePair<string, Tensor>> tensors,
        Stream stream,
        IReadOnlyDictionary<string, string>? metadata = null,
        IProgress<long>? progress = null,
        CancellationToken cancellationToken = default) =>
        Task.Run(() => Save(tensors, stream, metadata, progress, cancellationToken), cancellationToken);

    /// <summary>The bytes of a file of these tensors; <c>safetensors.torch.save</c>.</summary>
    /// <exception cref="TorchValueException">A tensor is sparse or not contiguous, or two of them share memory.</exception>
    /// <exception cref="TorchTypeException">The format has no such dtype.</exception>
    /// <exception cref="ArgumentException">A name is given twice, or is the format's own.</exception>
    public static byte[] Save(IEnumerable<KeyValuePair<string, Tensor>> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        using var stream = new MemoryStream();
        Save(tensors, stream, metadata);
        return stream.ToArray();
    }
}
