using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace LibTorch.NN;

/// <summary>A module's parameters and persistent buffers by name, in Python's order; the result of <c>module.state_dict()</c>.</summary>
/// <remarks>Its tensors share the module's memory: a change of one changes the other.</remarks>
#pragma warning disable CA1710 // PyTorch's name.
[TypeFormatterSource(typeof(NotebookText), PreferredMimeTypes = [NotebookFormatter.PlainText])]
public sealed class StateDict : IReadOnlyDictionary<string, Tensor>
{
    private readonly OrderedDictionary<string, Tensor> _tensors = [];

    /// <summary>Creates an empty state.</summary>
    public StateDict()
        : this([], [])
    {
    }

    private StateDict(OrderedDictionary<string, int> versions, Dictionary<string, OrderedDictionary<string, int>> spectralNorms) =>
        (Versions, SpectralNorms) = (versions, spectralNorms);

    /// <inheritdoc/>
    public IEnumerable<string> Keys => _tensors.Keys;

    /// <inheritdoc/>
    public IEnumerable<Tensor> Values => _tensors.Values;

    /// <inheritdoc/>
    public int Count => _tensors.Count;

    /// <summary>The version of each module's state layout, by the module's path; <c>state_dict._metadata</c>.</summary>
    public OrderedDictionary<string, int> Versions { get; }

    /// <summary>
    /// For each module, by its path, the state versions of its weights that <see cref="Utils.SpectralNorm"/> normalises:
    /// <c>weight.version</c>; Python's <c>state_dict._metadata[…]['spectral_norm']</c>.
    /// </summary>
    public Dictionary<string, OrderedDictionary<string, int>> SpectralNorms { get; }

    /// <summary>The tensor of this name; setting one that is not there yet adds it at the end.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public Tensor this[string key]
    {
        get => _tensors[key];
        set
        {
            ArgumentNullException.ThrowIfNull(key);
            ArgumentNullException.ThrowIfNull(value);
            _tensors[key] = value;
        }
    }

    /// <summary>A new dictionary of the entries whose names begin with the prefix.</summary>
    internal StateDict Below(string prefix)
    {
        var below = new StateDict(Versions, SpectralNorms);
        foreach (var (name, tensor) in _tensors)
        {
            if (name.StartsWith(prefix, StringComparison.Ordinal))
            {
                below._tensors.Add(name, tensor);
            }
        }

        return below;
    }

    /// <summary>Removes a tensor; returns whether it was there.</summary>
    public bool Remove(string key) => _tensors.Remove(key);

    /// <inheritdoc/>
    public bool ContainsKey(string key) => _tensors.ContainsKey(key);

    /// <inheritdoc/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out Tensor value) => _tensors.TryGetValue(key, out value);

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, Tensor>> GetEnumerator() => _tensors.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The names with their tensors, as Python since 3.12 writes an <c>OrderedDict</c>.</summary>
    public override string ToString() =>
        Count == 0 ? "OrderedDict()" : $"OrderedDict({{{string.Join(", ", _tensors.Select(entry => $"{PythonText.Quoted(entry.Key)}: {entry.Value}"))}}})";
}
