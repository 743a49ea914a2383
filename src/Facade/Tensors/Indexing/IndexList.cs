namespace LibTorch;

/// <summary>A list between the brackets, as Python takes it: a tensor of positions or a mask, or the items themselves.</summary>
internal sealed class IndexList
{
    // From this length on a list was a tensor in all versions.
    private const int LongestTuple = 31;

    private readonly List<long> _shape = [];
    private readonly List<long> _values = [];

    private IndexList()
    {
    }

    /// <summary>Whether <c>x[[…]]</c> means <c>x[…]</c>, as for a short list of more than numbers. libtorch has announced the end of that for 2.9, and 2.14 still does it.</summary>
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

    /// <summary>The tensor that the list stands for: of bools where all are bools, else of positions.</summary>
    /// <exception cref="TorchException">There is something else in the list, or lists in it differ in length.</exception>
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

        // Without elements nobody looks further, and lists of other lengths pass.
        if (!list._shape.Contains(0))
        {
            list.Fill(items, 0);
        }

        return Torch.Tensor<long>(list._values.ToArray(), list._shape.ToArray(), isMask ? DType.Bool : DType.Int64, device);
    }

    // Looks at all of them, as Python does before it takes the first. An empty list is none of bools.
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
