using System.Collections;
using System.Collections.Concurrent;
using LibTorch.Interop;

namespace LibTorch;

/// <summary>All operators of the running libtorch, by schema name; <c>torch.ops</c> in Python.</summary>
public sealed class OperatorRegistry : IEnumerable<Operator>
{
    private readonly ConcurrentDictionary<string, Operator> _resolved = new(StringComparer.Ordinal);

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

    /// <summary>Every operator with a schema, in no particular order.</summary>
    public IEnumerator<Operator> GetEnumerator() => Schemas().Select(schema => this[schema[..schema.IndexOf('(', StringComparison.Ordinal)]]).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The schemas of all operators, as the running libtorch has them.</summary>
    public static IReadOnlyList<string> Schemas() => OperatorCalls.Schemas();
}
