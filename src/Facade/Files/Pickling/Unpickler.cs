namespace LibTorch.Files.Pickling;

/// <summary>
/// Reads a pickle of protocols 2 to 5. The result consists of plain values and of objects that describe everything else:
/// <see cref="PickledDict"/>, <see cref="PickledSet"/>, <see cref="PickledGlobal"/>, <see cref="PickledCall"/> and
/// <see cref="PickledReference"/>. Nothing is executed.
/// </summary>
internal sealed partial class Unpickler(PickleReader reader, FileBudget budget, Func<PickledGlobal, bool> isAllowed)
{
    private const int ObjectSize = 64;
    private const int NewestProtocol = 5;
    private readonly List<object?> _stack = [];
    private readonly List<int> _marks = [];
    private readonly PickleMemo _memo = new(budget);

    // The stack height at the last mark. Operations must not take values below it.
    private int Floor => _marks.Count > 0 ? _marks[^1] : 0;

    /// <summary>The storages that the pickle refers to.</summary>
    public List<PickledReference> References { get; } = [];

    /// <summary>Reads the pickle to its end, and returns its value.</summary>
    /// <exception cref="TorchFileException">
    /// There is no pickle, the pickle is damaged, or it names a class or function that is not allowed.
    /// </exception>
    public object? Read()
    {
        if (reader.Left == 0 || reader.Byte() != Opcode.Proto)
        {
            throw new TorchFileException("The file was not written by torch.save: there is no pickle of protocol 2 or later where one was expected.");
        }

        if (reader.Byte() is var protocol && protocol is < 2 or > NewestProtocol)
        {
            throw new TorchFileException($"The file's pickle is of protocol {protocol}; 2 to {NewestProtocol} can be read.");
        }

        for (var operation = reader.Byte(); operation != Opcode.Stop; operation = reader.Byte())
        {
            if (!Value(operation) && !Collect(operation) && !Arrange(operation))
            {
                throw new TorchFileException($"The file's pickle has the operation 0x{operation:x2} at byte {reader.Position - 1}, which torch.save never writes.");
            }
        }

        return Pop();
    }

    // Opcodes that create or change objects.
    private bool Collect(byte operation)
    {
        switch (operation)
        {
            case Opcode.EmptyList:
                Push(new List<object?>(), ObjectSize);
                break;
            case Opcode.EmptyDict:
                Push(new PickledDict(), 2 * ObjectSize);
                break;
            case Opcode.EmptySet:
                Push(new PickledSet(), 2 * ObjectSize);
                break;
            case Opcode.EmptyTuple:
                Push(Array.Empty<object?>(), 0);
                break;
            case Opcode.Tuple1 or Opcode.Tuple2 or Opcode.Tuple3:
                PushTuple(PopMany(operation - Opcode.Tuple1 + 1));
                break;
            case Opcode.Tuple:
                PushTuple(PopToMark());
                break;
            case Opcode.List:
                Push(PopToMark().ToList(), ObjectSize);
                break;
            case Opcode.Dict:
                var entries = PopToMark();
                Push(new PickledDict(), 2 * ObjectSize);
                SetItems(entries);
                break;
            case Opcode.Append:
                AddItems<List<object?>>(PopMany(1), list => list);
                break;
            case Opcode.Appends:
                AddItems<List<object?>>(PopToMark(), list => list);
                break;
            case Opcode.AddItems:
                AddItems<PickledSet>(PopToMark(), set => set.Items);
                break;
            case Opcode.SetItem:
                SetItems(PopMany(2));
                break;
            case Opcode.SetItems:
                SetItems(PopToMark());
                break;
            case Opcode.Global:
                PushGlobal(reader.Line(), reader.Line());
                break;
            case Opcode.StackGlobal:
                var name = PopMany(2);
                PushGlobal(Typed<string>(name[0]), Typed<string>(name[1]));
                break;
            case Opcode.Reduce or Opcode.NewObj:
                var call = PopMany(2);
                Push(new PickledCall(Typed<PickledGlobal>(call[0]), Typed<object?[]>(call[1])), 2 * ObjectSize);
                break;
            case Opcode.Build:
                var state = Pop();
                Typed<PickledCall>(Top()).State = state;
                break;
            case Opcode.BinPersId:
                var reference = new PickledReference(Typed<object?[]>(Pop()));
                References.Add(reference);
                Push(reference, ObjectSize);
                break;
            default:
                return false;
        }

        return true;
    }

    // Opcodes that only rearrange the stack or use the memo.
    private bool Arrange(byte operation)
    {
        switch (operation)
        {
            case Opcode.Mark:
                budget.Take(sizeof(int));
                _marks.Add(_stack.Count);
                break;
            case Opcode.Pop:
                // As in Python, POP directly after a mark removes the mark.
                if (_marks.Count > 0 && _stack.Count == Floor)
                {
                    _marks.RemoveAt(_marks.Count - 1);
                }
                else
                {
                    Pop();
                }

                break;
            case Opcode.PopMark:
                PopToMark();
                break;
            case Opcode.Dup:
                Push(Top(), 0);
                break;
            case Opcode.BinPut:
                _memo.Put(reader.Byte(), Top());
                break;
            case Opcode.LongBinPut:
                _memo.Put((uint)reader.Int32(), Top());
                break;
            case Opcode.Memoize:
                _memo.Add(Top());
                break;
            case Opcode.BinGet:
                Push(_memo.Get(reader.Byte()), 0);
                break;
            case Opcode.LongBinGet:
                Push(_memo.Get((uint)reader.Int32()), 0);
                break;
            case Opcode.Frame:
                // The size of the following frame, which is not needed here.
                reader.Int64();
                break;
            default:
                return false;
        }

        return true;
    }

    private void PushGlobal(string module, string name)
    {
        var global = new PickledGlobal(module == "__builtin__" ? "builtins" : module, name);
        if (!isAllowed(global))
        {
            throw new TorchFileException(
                $"The file asks for {global.FullName}, which is not allowed: only tensors, numbers, texts and collections are loaded. Torch.Serialization.AddSafeGlobal registers another class.");
        }

        Push(global, ObjectSize + (2 * (module.Length + name.Length)));
    }

    private void PushTuple(object?[] items) => Push(items, ObjectSize);

    private void AddItems<T>(object?[] items, Func<T, List<object?>> list)
        where T : class
    {
        // A growing list may have up to twice the capacity of its items.
        budget.Take(2L * IntPtr.Size * items.Length);
        list(Typed<T>(Top())).AddRange(items);
    }

    private void SetItems(object?[] entries)
    {
        if (entries.Length % 2 != 0)
        {
            throw Damaged("a key without a value");
        }

        budget.Take(2L * IntPtr.Size * entries.Length);
        (Top() is PickledCall call ? call.Entries : Typed<PickledDict>(Top()).Entries).AddRange(entries);
    }

    private void Push(object? value, long size)
    {
        budget.Take(size + (2 * IntPtr.Size));
        _stack.Add(value);
    }

    private object? Top() => _stack.Count > Floor ? _stack[^1] : throw Damaged("an operation without its operand");

    private object? Pop()
    {
        var top = Top();
        _stack.RemoveAt(_stack.Count - 1);
        return top;
    }

    private object?[] PopMany(int count) =>
        _stack.Count - count >= Floor ? PopFrom(_stack.Count - count) : throw Damaged("an operation without its operands");

    private object?[] PopToMark()
    {
        if (_marks.Count == 0)
        {
            throw Damaged("an end without a begin");
        }

        var items = PopFrom(_marks[^1]);
        _marks.RemoveAt(_marks.Count - 1);
        return items;
    }

    private object?[] PopFrom(int place)
    {
        object?[] items = [.. _stack[place..]];
        budget.Take((long)IntPtr.Size * items.Length);
        _stack.RemoveRange(place, _stack.Count - place);
        return items;
    }

    private T Typed<T>(object? value)
        where T : class => value as T ?? throw Damaged($"{LoadedValue.Kind(value)} where {TypeText.Of(typeof(T), withArticle: true)} was expected");

    private TorchFileException Damaged(string what) => new($"The file's pickle is damaged: it has {what}, before byte {reader.Position}.");
}
