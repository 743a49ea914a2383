using System.Collections;

namespace LibTorch.NN;

/// <summary>A list of modules that are members; <c>torch.nn.ModuleList</c>. It is no module to call.</summary>
/// <typeparam name="T">The modules' type.</typeparam>
/// <param name="modules">The modules.</param>
public sealed class ModuleList<T>(params ReadOnlySpan<T> modules) : Module, IList<T>, IReadOnlyList<T>
    where T : Module
{
    private List<T> _items = [.. modules];

    /// <inheritdoc cref="ICollection{T}.Count"/>
    public int Count => _items.Count;

    /// <inheritdoc/>
    bool ICollection<T>.IsReadOnly => false;

    /// <summary>The module at this place.</summary>
    public T this[int index]
    {
        get => _items[index];
        set => _items[index] = Given(value);
    }

    /// <summary>Adds a module at the end; <c>list.append(module)</c>.</summary>
    public void Add(T item) => _items.Add(Given(item));

    /// <summary>Adds modules at the end; <c>list.extend(modules)</c>.</summary>
    public void AddRange(IEnumerable<T> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        _items.AddRange(items.Select(Given));
    }

    /// <inheritdoc/>
    public void Insert(int index, T item) => _items.Insert(index, Given(item));

    /// <inheritdoc/>
    public void RemoveAt(int index) => _items.RemoveAt(index);

    /// <inheritdoc/>
    public bool Remove(T item) => _items.Remove(item);

    /// <inheritdoc/>
    public void Clear() => _items.Clear();

    /// <inheritdoc/>
    public int IndexOf(T item) => _items.IndexOf(item);

    /// <inheritdoc/>
    public bool Contains(T item) => _items.Contains(item);

    /// <inheritdoc/>
    public void CopyTo(T[] array, int arrayIndex) => _items.CopyTo(array, arrayIndex);

    /// <inheritdoc/>
    public IEnumerator<T> GetEnumerator() => _items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    protected override void ListMembers(MemberList members)
    {
        base.ListMembers(members);
        members.Of(typeof(ModuleList<T>));
        for (var i = 0; i < _items.Count; i++)
        {
            members.Add(PythonText.Integer(i), _items[i]);
        }
    }

    /// <inheritdoc/>
    protected override void OnCopied(ModuleCopy copy)
    {
        base.OnCopied(copy);
        _items = _items.ConvertAll(item => copy.Of(item));
    }

    private protected override List<string> ChildLines(ModulePath path) => ListLines(_items, path);

    private static T Given(T item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return item;
    }
}
