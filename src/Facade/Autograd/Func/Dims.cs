using System.Collections;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace LibTorch;

/// <summary>
/// Which dimension of each tensor is mapped over: a number for all of them, null for none, or a list
/// such as <c>[0, null]</c> with one entry for each argument or part; <c>in_dims</c> and <c>out_dims</c> of <c>torch.func.vmap</c>.
/// </summary>
[CollectionBuilder(typeof(Dims), nameof(Create))]
public readonly struct Dims : IReadOnlyList<Dims>
{
    private readonly long? _dim;
    private readonly Dims[]? _parts;
    private readonly bool _given;

    private Dims(long? dim, Dims[]? parts)
    {
        (_dim, _parts) = (dim, parts);
        _given = true;
    }

    /// <summary>Nothing is mapped over.</summary>
    public static Dims None => new(null, null);

    /// <summary>The number of entries; 0 if this is a single dimension or null instead of a list.</summary>
    public int Count => _parts?.Length ?? 0;

    internal bool IsList => _parts is not null;

    /// <summary>The dimension, or null for none; the default is the first.</summary>
    internal long? Dim => _given ? _dim : 0;

    /// <summary>An entry of the list.</summary>
    /// <exception cref="IndexOutOfRangeException">There is no such entry.</exception>
    public Dims this[int index] => (_parts ?? [])[index];

    /// <summary>Maps over this dimension of all tensors; null maps over none.</summary>
    public static implicit operator Dims(int? dim) => new(dim, null);

    /// <summary>A list with an entry for each argument or part.</summary>
    public static Dims Create(ReadOnlySpan<Dims> parts) => new(null, parts.ToArray());

    /// <inheritdoc/>
    public IEnumerator<Dims> GetEnumerator() => ((IEnumerable<Dims>)(_parts ?? [])).GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The text as Python writes it, such as <c>(0, None)</c>.</summary>
    public override string ToString() => _parts switch
    {
        null => Dim?.ToString(CultureInfo.InvariantCulture) ?? "None",
        [var only] => $"({only},)",
        _ => $"({string.Join(", ", _parts)})",
    };

    /// <summary>One dimension for each leaf of the tree, or null if the two do not fit.</summary>
    internal long?[]? Spread(TreeSpec tree)
    {
        if (_parts is null)
        {
            var all = new long?[tree.LeafCount];
            Array.Fill(all, Dim);
            return all;
        }

        if (tree.IsLeaf || tree.Children.Count != _parts.Length)
        {
            return null;
        }

        var spread = new List<long?>(tree.LeafCount);
        for (var i = 0; i < _parts.Length; i++)
        {
            if (_parts[i].Spread(tree.Children[i]) is not { } part)
            {
                return null;
            }

            spread.AddRange(part);
        }

        return [.. spread];
    }

    /// <summary>The nesting of the list, as messages show it.</summary>
    internal TreeSpec Structure() =>
        _parts is null ? TreeSpec.Leaf : new TreeSpec("tuple", "None", [.. _parts.Select(part => part.Structure())], static items => items);
}
