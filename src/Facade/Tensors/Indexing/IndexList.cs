namespace LibTorch;

/// <summary>A list as an index, <c>x[[…]]</c>, as Python reads it: a tensor of positions, a mask, or the items of a tuple.</summary>
internal sealed class IndexList
{
    // In every version, a longer list is a tensor of positions or a mask, never a tuple.
    private const int LongestTuple = 31;

    private readonly List<long> _shape = [];
    private readonly List<long> _values = [];

    private IndexList()
    {
    }

    /// <summary>
    /// Whether <c>x[[…]]</c> means <c>x[…]</c>: so for a list of at most 31 items that are not all numbers or bools. PyTorch announced the
    /// end of this for 2.9, and 2.14 still does it.
    /// </summary>
    public static bool IsTuple(ReadOnlySpan<TensorIndex> items)
    {
        if (items.Length > LongestTuple)
        {
            return false;
        }

        foreach (ref readonly var item in items)
        {
            if (item.Kind is not (TensorIndexKind.Integer or TensorIndexKind.PastEnd or TensorIndexKind.Bool))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The list as a tensor: of bools if all items are bools, else of int64 positions.</summary>
    /// <exception cref="TorchException">An item is neither a position nor a bool, or nested lists differ in length.</exception>
    public static Tensor Read(ReadOnlySpan<TensorIndex> items, Device device)
    {
        var isMask = AreBools(items);
        var list = new IndexList();
        for (var inner = items; ; inner = inner[0].Items)
        {
            list._shape.Add(inner.Length);
            if (inner.IsEmpty || inner[0].Kind != TensorIndexKind.List)
            {
                break;
            }
        }

        // If an extent is 0, Python does not look at the inner lists, so differing lengths are accepted.
        if (!list._shape.Contains(0))
        {
            list.Fill(items, 0);
        }

        return Torch.Tensor<long>(list._values.ToArray(), list._shape.ToArray(), isMask ? DType.Bool : DType.Int64, device);
    }

    // Checks every item, as Python does when it infers the dtype before it converts any. An empty list does not count as bools.
    private static bool AreBools(ReadOnlySpan<TensorIndex> items)
    {
        var all = !items.IsEmpty;
        foreach (ref readonly var item in items)
        {
            all &= item.Kind switch
            {
                TensorIndexKind.Bool => true,
                TensorIndexKind.Integer => false,
                TensorIndexKind.List => AreBools(item.Items),
                TensorIndexKind.Tensor => item.Tensor!.DType == DType.Bool,
                TensorIndexKind.PastEnd => throw new TorchIndexException("index ^0 is out of bounds; the last position is ^1"),
                TensorIndexKind.Slice => throw new TorchException("Could not infer dtype of slice"),
                TensorIndexKind.Ellipsis => throw new TorchException("Could not infer dtype of ellipsis"),
                _ => throw new TorchException("Could not infer dtype of NoneType"),
            };
        }

        return all;
    }

    private static long Position(in TensorIndex item)
    {
        if (item.Kind == TensorIndexKind.List)
        {
            throw new TorchTypeException("'list' object cannot be interpreted as an integer");
        }

        if (item.Tensor is not { } tensor)
        {
            return item.Start;
        }

        return tensor.Numel == 1 && tensor.Item() is { Kind: ScalarKind.Int or ScalarKind.Bool } number
            ? number.ToInt64()
            : throw new TorchTypeException("only integer tensors of a single element can be converted to an index");
    }

    private void Fill(ReadOnlySpan<TensorIndex> items, int depth)
    {
        if (items.Length != _shape[depth])
        {
            throw new TorchValueException($"expected sequence of length {_shape[depth]} at dim {depth} (got {items.Length})");
        }

        foreach (ref readonly var item in items)
        {
            if (depth == _shape.Count - 1)
            {
                _values.Add(Position(item));
            }
            else
            {
                Fill(item.Kind == TensorIndexKind.List ? item.Items : throw new TorchTypeException("not a sequence"), depth + 1);
            }
        }
    }
}
