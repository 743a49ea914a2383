using System.Collections;
using System.Collections.Concurrent;
using LibTorch.Interop;

namespace LibTorch;

/// <summary>All operators of the running libtorch, by schema name; <c>torch.ops</c> in Python.</summary>
public sealed class OperatorRegistry : IEnumerable<Operator>
{
    private readonly ConcurrentDictionary<string, Operator> _resolved = new(StringComparer.Ordinal);

    private readonly ConcurrentDictionary<string, bool> _libraries = new(StringComparer.Ordinal);

    internal OperatorRegistry()
    {
    }

    /// <summary>The operator of this name, such as <c>aten::add.Tensor</c>.</summary>
    /// <exception cref="OperatorNotFoundException">The running libtorch has no such operator.</exception>
    public Operator this[string fullName]
    {
        get
        {
            ArgumentNullException.ThrowIfNull(fullName);
            return _resolved.GetOrAdd(fullName, static name => Operator.Resolve(name));
        }
    }

    /// <summary>The files that <see cref="LoadLibrary"/> loaded; <c>torch.ops.loaded_libraries</c>.</summary>
    public IReadOnlyCollection<string> LoadedLibraries => [.. _libraries.Keys];

    /// <summary>Loads a shared library that registers operators, for the lifetime of the process; <c>torch.ops.load_library</c>.</summary>
    /// <remarks>
    /// As in Python, an exception in the library's initialization ends the process; registering an operator that already exists is one.
    /// </remarks>
    /// <exception cref="DllNotFoundException">There is no such file, or it is not a library for this machine and libtorch.</exception>
    public void LoadLibrary(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var whole = Path.GetFullPath(path);
        try
        {
            OperatorCalls.Load(whole);
        }
        catch (DllNotFoundException why) when (LibraryCalls.IsAtLeast(2, 9))
        {
            // The message of PyTorch 2.9; the inner exception has the loader's.
            throw new DllNotFoundException($"Could not load this library: {whole}", why);
        }

        _libraries[whole] = true;
    }

    /// <summary>Every operator with a schema, in no particular order.</summary>
    public IEnumerator<Operator> GetEnumerator() => Schemas().Select(schema => this[schema[..schema.IndexOf('(', StringComparison.Ordinal)]]).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The schemas of all operators, as the running libtorch has them.</summary>
    public static IReadOnlyList<string> Schemas() => OperatorCalls.Schemas();
}
