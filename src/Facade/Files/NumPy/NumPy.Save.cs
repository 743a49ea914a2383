using LibTorch.Files;

namespace LibTorch;

public static partial class NumPy
{
    /// <summary>
    /// Writes a tensor as an npy file. An existing file is replaced only after the new one is complete; <c>numpy.save</c>.
    /// </summary>
    /// <param name="path">The file; <c>.npy</c> is added if the name does not end with it, as in Python.</param>
    /// <param name="tensor">
    /// The tensor, on any device. A tensor in Fortran (column-major) order is written in that order, as in Python.
    /// </param>
    /// <param name="progress">Receives the number of bytes written so far.</param>
    /// <param name="cancellationToken">Cancels the writing; an existing file stays unchanged.</param>
    /// <exception cref="TorchTypeException">numpy has no such dtype.</exception>
    /// <exception cref="TorchValueException">The tensor is not dense, or is a meta tensor without elements.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">Writing is not permitted.</exception>
    /// <exception cref="OperationCanceledException">The writing was cancelled.</exception>
    public static void Save(string path, Tensor tensor, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        var header = NpyWriter.HeaderOf(tensor);
        using var file = new ReplacedFile(WithExtension(path, ".npy"));
        NpyWriter.Write(new FileWriter(file.Stream, new Transfer(progress, cancellationToken)), tensor, header);
        file.Commit();
    }

    /// <inheritdoc cref="Save(string, Tensor, IProgress{long}?, CancellationToken)"/>
    public static Task SaveAsync(string path, Tensor tensor, IProgress<long>? progress = null, CancellationToken cancellationToken = default) =>
        Task.Run(() => Save(path, tensor, progress, cancellationToken), cancellationToken);

    /// <summary>Writes a tensor to a stream; further tensors may be written after it; <c>numpy.save</c>.</summary>
    /// <exception cref="TorchTypeException">numpy has no such dtype.</exception>
    /// <exception cref="TorchValueException">The tensor is not dense, or is a meta tensor without elements.</exception>
    /// <exception cref="OperationCanceledException">The writing was cancelled.</exception>
    public static void Save(Stream stream, Tensor tensor, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        NpyWriter.Write(new FileWriter(stream, new Transfer(progress, cancellationToken)), tensor, NpyWriter.HeaderOf(tensor));
    }

    /// <inheritdoc cref="Save(Stream, Tensor, IProgress{long}?, CancellationToken)"/>
    public static Task SaveAsync(Stream stream, Tensor tensor, IProgress<long>? progress = null, CancellationToken cancellationToken = default) =>
        Task.Run(() => Save(stream, tensor, progress, cancellationToken), cancellationToken);

    /// <summary>Writes tensors by name into one file; <c>numpy.savez</c>.</summary>
    /// <param name="path">
    /// The file. An existing one is replaced only after the new one is complete; <c>.npz</c> is added if the name does not end with it, as
    /// in Python.
    /// </param>
    /// <param name="tensors">The tensors by name.</param>
    /// <param name="progress">Receives the number of bytes of the arrays written so far.</param>
    /// <param name="cancellationToken">Cancels the writing; an existing file stays unchanged.</param>
    /// <exception cref="ArgumentException">A name is given twice.</exception>
    /// <inheritdoc cref="Save(string, Tensor, IProgress{long}?, CancellationToken)" path="/exception"/>
    public static void Savez(string path, IEnumerable<KeyValuePair<string, Tensor>> tensors, IProgress<long>? progress = null, CancellationToken cancellationToken = default) =>
        Savez(path, Listed(tensors), compress: false, new Transfer(progress, cancellationToken));

    /// <inheritdoc cref="Savez(string, IEnumerable{KeyValuePair{string, Tensor}}, IProgress{long}?, CancellationToken)"/>
    public static Task SavezAsync(string path, IEnumerable<KeyValuePair<string, Tensor>> tensors, IProgress<long>? progress = null, CancellationToken cancellationToken = default) =>
        Task.Run(() => Savez(path, tensors, progress, cancellationToken), cancellationToken);

    /// <summary>Writes tensors into one file, named <c>arr_0</c>, <c>arr_1</c> and so on; <c>numpy.savez</c>.</summary>
    /// <inheritdoc cref="Savez(string, IEnumerable{KeyValuePair{string, Tensor}}, IProgress{long}?, CancellationToken)" path="/exception"/>
    public static void Savez(string path, params Tensor[] tensors) => Savez(path, Numbered(tensors));

    /// <summary>Writes tensors by name into one compressed file; <c>numpy.savez_compressed</c>.</summary>
    /// <inheritdoc cref="Savez(string, IEnumerable{KeyValuePair{string, Tensor}}, IProgress{long}?, CancellationToken)"/>
    public static void SavezCompressed(string path, IEnumerable<KeyValuePair<string, Tensor>> tensors, IProgress<long>? progress = null, CancellationToken cancellationToken = default) =>
        Savez(path, Listed(tensors), compress: true, new Transfer(progress, cancellationToken));

    /// <inheritdoc cref="Savez(string, IEnumerable{KeyValuePair{string, Tensor}}, IProgress{long}?, CancellationToken)"/>
    public static Task SavezCompressedAsync(string path, IEnumerable<KeyValuePair<string, Tensor>> tensors, IProgress<long>? progress = null, CancellationToken cancellationToken = default) =>
        Task.Run(() => SavezCompressed(path, tensors, progress, cancellationToken), cancellationToken);

    /// <summary>Writes tensors into one compressed file, named <c>arr_0</c>, <c>arr_1</c> and so on; <c>numpy.savez_compressed</c>.</summary>
    /// <inheritdoc cref="Savez(string, IEnumerable{KeyValuePair{string, Tensor}}, IProgress{long}?, CancellationToken)" path="/exception"/>
    public static void SavezCompressed(string path, params Tensor[] tensors) => SavezCompressed(path, Numbered(tensors));

    /// <summary>
    /// Writes tensors by name to a stream, as one npz file; <c>numpy.savez</c> or, if compressed, <c>numpy.savez_compressed</c>.
    /// </summary>
    /// <inheritdoc cref="Savez(string, IEnumerable{KeyValuePair{string, Tensor}}, IProgress{long}?, CancellationToken)" path="/exception"/>
    public static void Savez(
        Stream stream, IEnumerable<KeyValuePair<string, Tensor>> tensors, bool compress = false, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        Savez(stream, Listed(tensors), compress, new Transfer(progress, cancellationToken));
    }

    private static void Savez(string path, List<(string Name, Tensor Tensor, NpyHeader Header)> arrays, bool compress, Transfer transfer)
    {
        using var file = new ReplacedFile(WithExtension(path, ".npz"));
        Savez(file.Stream, arrays, compress, transfer);
        file.Commit();
    }

    private static void Savez(Stream stream, List<(string Name, Tensor Tensor, NpyHeader Header)> arrays, bool compress, Transfer transfer)
    {
        var zip = new ZipWriter(stream, compress);
        foreach (var (name, tensor, header) in arrays)
        {
            zip.Add(name + ".npy", content => NpyWriter.Write(new FileWriter(content, transfer), tensor, header));
        }

        zip.Finish();
    }

    // Checks all tensors before anything is written.
    private static List<(string Name, Tensor Tensor, NpyHeader Header)> Listed(IEnumerable<KeyValuePair<string, Tensor>> tensors)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        var arrays = tensors.Select(entry => (entry.Key ?? throw new ArgumentNullException(nameof(tensors)), entry.Value, NpyWriter.HeaderOf(entry.Value))).ToList();
        return arrays.GroupBy(array => array.Item1).FirstOrDefault(group => group.Skip(1).Any()) is { } twice
            ? throw new ArgumentException($"There are two arrays named '{twice.Key}'.", nameof(tensors))
            : arrays;
    }

    private static IEnumerable<KeyValuePair<string, Tensor>> Numbered(Tensor[] tensors)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        return tensors.Select((tensor, i) => KeyValuePair.Create($"arr_{i}", tensor));
    }

    private static string WithExtension(string path, string extension)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return path.EndsWith(extension, StringComparison.Ordinal) ? path : path + extension;
    }
}
