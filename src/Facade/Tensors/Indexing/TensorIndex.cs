using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace LibTorch;

/// <summary>One item between the brackets of <c>x[…]</c>: an integer, a range or slice, an ellipsis, a new axis, a bool, a list or a tensor.</summary>
[CollectionBuilder(typeof(TensorIndex), nameof(List))]
public readonly struct TensorIndex
{
    private readonly long _start;
    private readonly long _rest;
    private readonly long _step;
    private readonly object? _content;

    private TensorIndex(TensorIndexKind kind, long integer = 0, object? content = null)
    {
        Kind = kind;
        _start = integer;
        _content = content;
    }

    // Encoded so that fields of zero mean start 0, no stop and step 1: a default TensorIndex is the slice of all elements.
    private TensorIndex(long start, long stop, long step)
    {
        _start = start;
        _rest = long.MaxValue - stop;
        _step = step - 1;
    }

    /// <summary>All dimensions that no other item names; <c>...</c>.</summary>
    public static TensorIndex Ellipsis => new(TensorIndexKind.Ellipsis);

    /// <summary>A new dimension of extent 1; <c>None</c>.</summary>
    public static TensorIndex NewAxis => new(TensorIndexKind.NewAxis);

    internal TensorIndexKind Kind { get; }

    /// <summary>An integer's value, 1 for true, or where a slice starts.</summary>
    internal long Start => _start;

    internal long Stop => long.MaxValue - _rest;

    internal long Step => _step + 1;

    internal Tensor? Tensor => _content as Tensor;

    internal ReadOnlySpan<TensorIndex> Items => (TensorIndex[])_content!;

    /// <summary>One position; negative ones count from the end.</summary>
    public static implicit operator TensorIndex(int position) => (long)position;

    /// <summary>One position; negative ones count from the end.</summary>
    public static implicit operator TensorIndex(long position) => new(TensorIndexKind.Integer, position);

    /// <summary>One position; <c>^1</c> is the last.</summary>
    public static implicit operator TensorIndex(Index position) =>
        position.Equals(Index.End) ? new(TensorIndexKind.PastEnd) : new(TensorIndexKind.Integer, Signed(position));

    /// <summary>A range: <c>1..3</c>, <c>..^1</c>, <c>..</c>.</summary>
    public static implicit operator TensorIndex(Range range) => new(Signed(range.Start), Signed(range.End), 1);

    /// <summary>A new dimension of extent 1 (true) or 0 (false).</summary>
    public static implicit operator TensorIndex(bool keep) => new(TensorIndexKind.Bool, keep ? 1 : 0);

    /// <summary>Positions, or a mask of bools; null is a new axis, as None is in Python.</summary>
    public static implicit operator TensorIndex(Tensor? positions) =>
        positions is null ? NewAxis : new(TensorIndexKind.Tensor, content: positions);

    /// <summary>A slice; <c>start:stop:step</c>, each part may be left out. As in Python, its use fails if the step is not positive.</summary>
    public static TensorIndex Slice(long? start = null, long? stop = null, long step = 1) =>
        new(start ?? (step < 0 ? long.MaxValue : 0), stop ?? (step < 0 ? long.MinValue : long.MaxValue), step);

    /// <summary>A list of positions or of bools, which is what <c>[0, 2]</c> makes; <c>x[[0, 2]]</c>.</summary>
    public static TensorIndex List(params ReadOnlySpan<TensorIndex> items) => new(TensorIndexKind.List, content: items.ToArray());

    /// <summary>Enumerates a list's items; C# requires an enumerator for collection expressions such as <c>[0, 2]</c>.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public ReadOnlySpan<TensorIndex>.Enumerator GetEnumerator() => (Kind == TensorIndexKind.List ? Items : []).GetEnumerator();

    // ^0, one past the end, has no negative equivalent; as the end of a range, long.MaxValue stands for it.
    private static long Signed(Index index) => !index.IsFromEnd ? index.Value : index.Value == 0 ? long.MaxValue : -index.Value;
}
