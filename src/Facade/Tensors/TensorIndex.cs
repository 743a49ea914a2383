namespace LibTorch;

/// <summary>One item between the brackets of <c>x[…]</c>: an integer, a range or slice, an ellipsis, a new axis, a bool or a tensor.</summary>
public readonly struct TensorIndex
{
    private TensorIndex(TensorIndexKind kind, long? start = null, long? stop = null, long step = 1, Tensor? tensor = null)
    {
        Kind = kind;
        Start = start;
        Stop = stop;
        Step = step;
        Tensor = tensor;
    }

    /// <summary>All dimensions that no other item names; <c>...</c>.</summary>
    public static TensorIndex Ellipsis => new(TensorIndexKind.Ellipsis);

    /// <summary>A new dimension of extent 1; <c>None</c>.</summary>
    public static TensorIndex NewAxis => new(TensorIndexKind.NewAxis);

    internal TensorIndexKind Kind { get; }

    internal long? Start { get; }

    internal long? Stop { get; }

    internal long Step { get; }

    internal Tensor? Tensor { get; }

    /// <summary>One position; negative ones count from the end.</summary>
    public static implicit operator TensorIndex(int position) => (long)position;

    /// <summary>One position; negative ones count from the end.</summary>
    public static implicit operator TensorIndex(long position) => new(TensorIndexKind.Integer, position);

    /// <summary>One position; <c>^1</c> is the last.</summary>
    public static implicit operator TensorIndex(Index position) => Signed(position);

    /// <summary>A range: <c>1..3</c>, <c>..^1</c>, <c>..</c>.</summary>
    public static implicit operator TensorIndex(Range range) =>
        Slice(
            range.Start.Equals(Index.Start) ? null : Signed(range.Start),
            range.End.Equals(Index.End) ? null : Signed(range.End));

    /// <summary>A new dimension of extent 1 (true) or 0 (false).</summary>
    public static implicit operator TensorIndex(bool keep) => new(TensorIndexKind.Bool, keep ? 1 : 0);

    /// <summary>Positions, or a mask of bools.</summary>
    public static implicit operator TensorIndex(Tensor positions)
    {
        ArgumentNullException.ThrowIfNull(positions);
        return new(TensorIndexKind.Tensor, tensor: positions);
    }

    /// <summary>A slice; <c>start:stop:step</c>, each part may be left out.</summary>
    /// <exception cref="TorchValueException">The step is not positive.</exception>
    public static TensorIndex Slice(long? start = null, long? stop = null, long step = 1) => step switch
    {
        0 => throw new TorchValueException("slice step cannot be zero"),
        < 0 => throw new TorchValueException("step must be greater than zero"),
        _ => new(TensorIndexKind.Slice, start, stop, step),
    };

    // ^0, one past the end, has no negative number; the largest one stands for it.
    private static long Signed(Index index) => !index.IsFromEnd ? index.Value : index.Value == 0 ? long.MaxValue : -index.Value;
}
