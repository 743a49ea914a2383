using LibTorch.Files;
using LibTorch.NN;

namespace LibTorch;

public static partial class SafeTensors
{
    /// <summary>
    /// Writes a module's state. Of tensors that share memory, such as tied weights, only one is written; the names of the others go into
    /// the metadata; <c>safetensors.torch.save_model</c>.
    /// </summary>
    /// <param name="model">The module. Tensors that are not contiguous are written as contiguous copies.</param>
    /// <param name="path">The file. An existing one is replaced only after the new one is complete.</param>
    /// <param name="metadata">Strings to store in the file's metadata.</param>
    /// <exception cref="TorchException">Tensors share memory, and none of them covers all of it.</exception>
    /// <exception cref="TorchTypeException">The format has no such dtype.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">Writing is not permitted.</exception>
    public static void SaveModel(Module model, string path, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        var state = model.StateDict();
        var texts = metadata is null ? [] : new Dictionary<string, string>(metadata);
        foreach (var (kept, others) in SharedTensors.LeftOut(state, new HashSet<string>()))
        {
            foreach (var name in others)
            {
                texts.TryAdd(name, kept);
                state.Remove(name);
            }
        }

        using var scope = new TensorScope();
        SaveFile(state.Select(entry => KeyValuePair.Create(entry.Key, entry.Value.Contiguous())).ToList(), path, metadata is null && texts.Count == 0 ? null : texts);
    }

    /// <summary>
    /// Loads into a module what <see cref="SaveModel"/> or Python's <c>save_model</c> wrote; <c>safetensors.torch.load_model</c>.
    /// </summary>
    /// <param name="model">The module. The values are copied into its tensors.</param>
    /// <param name="path">The file.</param>
    /// <param name="strict">
    /// Whether names that only the module or only the file has are an error. Names that share memory with a name in the file are not
    /// missing.
    /// </param>
    /// <exception cref="TorchException">Names or shapes do not match.</exception>
    /// <exception cref="TorchFileException">The file is not a safetensors file; the message says what was found.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IncompatibleKeys LoadModel(Module model, string path, bool strict = true)
    {
        ArgumentNullException.ThrowIfNull(model);
        using var file = SafeOpen(path);
        var read = new StateDict();
        foreach (var (name, tensor) in file)
        {
            read[name] = tensor;
        }

        var leftOut = SharedTensors.LeftOut(model.StateDict(), read.Keys.ToHashSet());
        var keys = model.LoadStateDict(read, strict: false);
        List<string> missing = [.. keys.MissingKeys], unexpected = [.. keys.UnexpectedKeys];
        foreach (var name in leftOut.Values.SelectMany(names => names))
        {
            if (!missing.Remove(name))
            {
                unexpected.Add(name);
            }
        }

        foreach (var tensor in read.Values)
        {
            tensor.Dispose();
        }

        return !strict || missing.Count + unexpected.Count == 0
            ? new IncompatibleKeys(missing, unexpected)
            : throw new TorchException($"Error(s) in loading state_dict for {model.GetType().Name}:{Listed("Missing", missing)}{Listed("Unexpected", unexpected)}");
    }

    private static string Listed(string kind, List<string> names) =>
        names.Count == 0 ? "" : $"\n    {kind} key(s) in state_dict: {string.Join(", ", names.Order(Utf8Comparer.Instance).Select(name => $"\"{name}\""))}";
}
