namespace LibTorch.Interop;

/// <summary>One <c>x[…]</c>: the items between the brackets, each set at its index, and the read or write that they are for.</summary>
internal readonly unsafe ref struct IndexCall
{
    private const int SliceParts = 3;

    private readonly Arena _arena;
    private readonly Arena.Mark _mark;
    private readonly nint _tensor;
    private readonly Value* _items;
    private readonly int _count;
    private readonly int _isTuple;

    /// <param name="tensor">The tensor that is indexed.</param>
    /// <param name="count">The number of items.</param>
    /// <param name="isTuple">Whether a single item is meant as a tuple of one.</param>
    public IndexCall(IHandleOwner tensor, int count, bool isTuple)
    {
        _arena = Arena.Current;
        _mark = _arena.Top;
        _tensor = _arena.Hold(tensor);
        _items = _arena.Allocate<Value>(count);
        _count = count;
        _isTuple = isTuple ? 1 : 0;
    }

    public void SetPosition(int place, long position) => Set(place, Tag.Int)->Integer = position;

    public void SetBool(int place, bool value) => Set(place, Tag.Bool)->Integer = value ? 1 : 0;

    public void SetNewAxis(int place) => Set(place, Tag.None);

    public void SetEllipsis(int place) => Set(place, Tag.Default);

    public void SetSlice(int place, long start, long stop, long step)
    {
        var parts = _arena.Allocate<long>(SliceParts);
        parts[0] = start;
        parts[1] = stop;
        parts[2] = step;
        var item = Set(place, Tag.IntList);
        item->Pointer = parts;
        item->Count = SliceParts;
    }

    public void SetTensor(int place, IHandleOwner tensor) => Set(place, Tag.Tensor)->Pointer = (void*)_arena.Hold(tensor);

    /// <summary>A list that was converted to a tensor, which may be disposed of after this call.</summary>
    public void SetList(int place, IHandleOwner tensor)
    {
        SetTensor(place, tensor);
        _items[place].Count = 1;
    }

    /// <summary>The result of the indexing: a view or a copy.</summary>
    public TensorHandle? Get()
    {
        nint result;
        var status = Native.ltf_tensor_get_item(_tensor, _items, _count, _isTuple, &result);
        if (NativeError.IsOutOfMemory(status))
        {
            MemoryPressure.Collect();
            status = Native.ltf_tensor_get_item(_tensor, _items, _count, _isTuple, &result);
        }

        NativeError.Check(status);
        return TensorHandle.Own(result, _arena.Tensors);
    }

    /// <summary>Writes the tensor's elements to the indexed place.</summary>
    public void Set(IHandleOwner value) => NativeError.Check(Native.ltf_tensor_set_item(_tensor, _items, _count, _isTuple, _arena.Hold(value)));

    public void Dispose() => _arena.Reset(_mark);

    private Value* Set(int place, Tag tag)
    {
        var item = _items + place;
        *item = default;
        item->Tag = tag;
        return item;
    }
}
