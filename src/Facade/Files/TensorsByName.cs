using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace LibTorch;

/// <summary>Open files with tensors by name. Each tensor is read when it is accessed.</summary>
#pragma warning disable CA1710 // These are files.
public abstract class TensorsByName : IReadOnlyDictionary<string, Tensor>, IDisposable
{
    private protected TensorsByName()
    {
    }

    /// <summary>The tensors' names, in the files' order.</summary>
    public abstract IEnumerable<string> Keys { get; }

    /// <summary>The tensors; each is read when the enumeration reaches it.</summary>
    /// <inheritdoc cref="this[string]" path="/exception"/>
    public IEnumerable<Tensor> Values => Keys.Select(name => this[name]);

    /// <summary>The number of tensors.</summary>
    public abstract int Count { get; }

    /// <summary>A tensor; each access returns a new object.</summary>
    /// <exception cref="KeyNotFoundException">There is no tensor of this name.</exception>
    /// <exception cref="NotSupportedException">The running libtorch has no such dtype.</exception>
    /// <exception cref="TorchFileException">A file is damaged.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="ObjectDisposedException">The files were closed.</exception>
    public abstract Tensor this[string key] { get; }

    /// <inheritdoc/>
    public abstract bool ContainsKey(string key);

    /// <inheritdoc/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out Tensor value)
    {
        value = ContainsKey(key) ? this[key] : null;
        return value is not null;
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, Tensor>> GetEnumerator() => Keys.Select(name => KeyValuePair.Create(name, this[name])).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Closes the files; tensors that were read from them remain valid.</summary>
    public void Dispose()
    {
        IsClosed = true;
        Close();
        GC.SuppressFinalize(this);
    }

    private protected bool IsClosed { get; private set; }

    private protected abstract void Close();
}
