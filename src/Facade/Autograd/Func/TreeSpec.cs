using LibTorch.Interop;

namespace LibTorch;

/// <summary>The nesting of tuples, lists, dictionaries and records around tensors, without the tensors; Python's TreeSpec.</summary>
internal sealed class TreeSpec : IEquatable<TreeSpec>
{
    private readonly string _kind;
    private readonly string _context;
    private readonly Func<object?[], object?> _build;

    /// <summary>An inner node; <paramref name="build"/> creates its object from the objects of its children.</summary>
    public TreeSpec(string kind, string context, IReadOnlyList<TreeSpec> children, Func<object?[], object?> build)
    {
        (_kind, _context, Children, _build) = (kind, context, children, build);
        LeafCount = children.Sum(child => child.LeafCount);
    }

    private TreeSpec()
    {
        (_kind, _context, Children, _build) = ("", "", [], static items => items[0]);
        LeafCount = 1;
    }

    /// <summary>The structure of a single leaf.</summary>
    public static TreeSpec Leaf { get; } = new();

    public bool IsLeaf => ReferenceEquals(this, Leaf);

    public int LeafCount { get; }

    public IReadOnlyList<TreeSpec> Children { get; }

    /// <summary>Creates an object of this structure that contains the leaves.</summary>
    public object? Unflatten(ReadOnlySpan<object?> leaves)
    {
        if (IsLeaf)
        {
            return leaves[0];
        }

        var parts = new object?[Children.Count];
        for (var i = 0; i < parts.Length; i++)
        {
            var count = Children[i].LeafCount;
            parts[i] = Children[i].Unflatten(leaves[..count]);
            leaves = leaves[count..];
        }

        return _build(parts);
    }

    /// <inheritdoc cref="Unflatten(ReadOnlySpan{object?})"/>
    public object? Unflatten(IEnumerable<Tensor?> leaves) => Unflatten([.. leaves.Cast<object?>()]);

    public bool Equals(TreeSpec? other) =>
        ReferenceEquals(this, other)
        || (other is not null && IsLeaf == other.IsLeaf && _kind == other._kind && _context == other._context && Children.SequenceEqual(other.Children));

    public override bool Equals(object? obj) => Equals(obj as TreeSpec);

    public override int GetHashCode() => HashCode.Combine(_kind, _context, Children.Count);

    /// <summary>Python's repr of the structure.</summary>
    public override string ToString() => ToString(0);

    /// <summary>The structure in Python's brackets, with a star for each leaf.</summary>
    public string Pretty()
    {
        var parts = Children.Select(child => child.Pretty()).ToArray();
        return _kind switch
        {
            "" => "*",
            "tuple" => parts.Length == 1 ? $"({parts[0]},)" : $"({string.Join(", ", parts)})",
            "list" => $"[{string.Join(", ", parts)}]",
            _ => $"{_kind}({string.Join(", ", parts)})",
        };
    }

    private string ToString(int indent)
    {
        if (IsLeaf)
        {
            return "*";
        }

        // Since PyTorch 2, the repr puts each child on its own line.
        var separator = LibraryCalls.IsAtLeast(2, 0) ? ",\n" + new string(' ', indent + 2) : ", ";
        return $"TreeSpec({_kind}, {_context}, [{string.Join(separator, Children.Select(child => child.ToString(indent + 2)))}])";
    }
}
