namespace LibTorch.Files.Pickling;

/// <summary>The memo of a pickle: objects that the pickle can refer to again by number.</summary>
internal sealed class PickleMemo(FileBudget budget)
{
    private const int EntrySize = 64;

    // Nearly all pickles number their objects from zero on without gaps; these are in the list, others in the dictionary.
    private readonly List<object?> _counted = [];
    private readonly Dictionary<uint, object?> _others = [];

    public void Add(object? value) => Put((uint)(_counted.Count + _others.Count), value);

    public void Put(uint number, object? value)
    {
        if (number < _counted.Count)
        {
            _counted[(int)number] = value;
        }
        else if (number == _counted.Count)
        {
            budget.Take(2 * IntPtr.Size);
            _counted.Add(value);
        }
        else
        {
            budget.Take(EntrySize);
            _others[number] = value;
        }
    }

    /// <exception cref="TorchFileException">There is no object of this number.</exception>
    public object? Get(uint number) =>
        number < _counted.Count ? _counted[(int)number]
        : _others.TryGetValue(number, out var value) ? value
        : throw new TorchFileException($"The file's pickle is damaged: it refers to object {number}, which it does not have.");
}
