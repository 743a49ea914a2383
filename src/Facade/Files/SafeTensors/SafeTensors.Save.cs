using LibTorch.Files;

namespace LibTorch;

public static partial class SafeTensors
{
    /// <summary>
    /// Writes tensors to a file. An existing file is replaced only after the new one is complete; <c>safetensors.torch.save_file</c>.
    /// </summary>
    /// <param name="tensors">
    /// The tensors by name, such as a module's state. Each must be contiguous, and none may share memory with another.
    /// </param>
    /// <param name="path">The file.</param>
    /// <param name="metadata">
    /// Strings to store in the file's metadata. Many readers look for <c>format</c>, which is <c>pt</c> for torch.
    /// </param>
    /// <param name="progress">Receives the number of bytes written so far.</param>
    /// <param name="cancellationToken">Cancels the writing; an existing file stays unchanged.</param>
    /// <exception cref="TorchValueException">A tensor is sparse or not contiguous, or two of them share memory.</exception>
    /// <exception cref="TorchTypeException">The format has no such dtype.</exception>
    /// <exception cref="ArgumentException">A name is given twice, or is reserved by the format.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">Writing is not permitted.</exception>
    /// <exception cref="OperationCanceledException">The writing was cancelled.</exception>
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
    /// <param name="tensors">
    /// The tensors by name, such as a module's state. Each must be contiguous, and none may share memory with another.
    /// </param>
    /// <param name="stream">The stream, which is written forwards from its current position and need not support seeking.</param>
    /// <param name="metadata">Strings to store in the file's metadata.</param>
    /// <param name="progress">Receives the number of bytes written so far.</param>
    /// <param name="cancellationToken">Cancels the writing.</param>
    /// <exception cref="TorchValueException">A tensor is sparse or not contiguous, or two of them share memory.</exception>
    /// <exception cref="TorchTypeException">The format has no such dtype.</exception>
    /// <exception cref="ArgumentException">A name is given twice, or is reserved by the format.</exception>
    /// <exception cref="OperationCanceledException">The writing was cancelled.</exception>
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

    /// <summary>The bytes of a safetensors file with these tensors; <c>safetensors.torch.save</c>.</summary>
    /// <exception cref="TorchValueException">A tensor is sparse or not contiguous, or two of them share memory.</exception>
    /// <exception cref="TorchTypeException">The format has no such dtype.</exception>
    /// <exception cref="ArgumentException">A name is given twice, or is reserved by the format.</exception>
    public static byte[] Save(IEnumerable<KeyValuePair<string, Tensor>> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        using var stream = new MemoryStream();
        Save(tensors, stream, metadata);
        return stream.ToArray();
    }
}
