using System.Collections;

namespace LibTorch.NN;

#pragma warning disable CA1710 // It is a module first of all.

/// <summary>A module whose members are a list, numbered from 0.</summary>
/// <typeparam name="T">The members' type: modules or parameters.</typeparam>
public abstract class ListModule<T> : Module, IList<T>, IReadOnlyList<T>
    where T : class
{
    private List<T> _items;

    private protected ListModule(List<T> items) => _items = items;

    /// <inheritdoc cref="ICollection{T}.Count"/>
    public int Count => _items.Count;

    /// <inheritdoc/>
    bool ICollection<T>.IsReadOnly => false;

    /// <summary>The member at this place.</summary>
    public T this[int index]
    {
        get => _items[index];
        set => _items[index] = Given(value);
    }

    /// <summary>Adds a member at the end; <c>list.append</c>.</summary>
    public void Add(T item) => _items.Add(Given(item));

    /// <summary>Adds members at the end; <c>list.extend</c>.</summary>
    public void AddRange(IEnumerable<T> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        _items.AddRange(items.Select(Given).ToList());
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
        members.Of(typeof(ListModule<T>));
        for (var i = 0; i < _items.Count; i++)
        {
            members.AddMember(PythonText.Integer(i), _items[i]);
        }
    }

    /// <inheritdoc/>
    protected override void OnCopied(ModuleCopy copy)
    {
        base.OnCopied(copy);
        _items = _items.ConvertAll(item => copy.Of(item));
    }

    private protected static T Given(T item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return item;
    }
}
