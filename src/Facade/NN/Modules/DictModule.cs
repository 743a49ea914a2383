using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace LibTorch.NN;

#pragma warning disable CA1710 // It is a module first of all.

/// <summary>A module whose members have names chosen by the program, in the order of insertion.</summary>
/// <typeparam name="T">The members' type: modules or parameters.</typeparam>
public abstract class DictModule<T> : Module, IReadOnlyDictionary<string, T>
    where T : class
{
    private OrderedDictionary<string, T> _items = [];

    private protected DictModule(ReadOnlySpan<(string Name, T Item)> items)
    {
        foreach (var (name, item) in items)
        {
            this[name] = item;
        }
    }

    /// <inheritdoc/>
    public IEnumerable<string> Keys => _items.Keys;

    /// <inheritdoc/>
    public IEnumerable<T> Values => _items.Values;

    /// <inheritdoc/>
    public int Count => _items.Count;

    /// <summary>The member of this name; a new one comes last.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    /// <exception cref="ArgumentException">The name is empty or has a dot.</exception>
    public T this[string key]
    {
        get => _items[key];
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            _items[MemberName.Checked(key)] = value;
        }
    }

    /// <summary>Removes a member; returns whether it was there.</summary>
    public bool Remove(string key) => _items.Remove(key);

    /// <summary>Removes all members.</summary>
    public void Clear() => _items.Clear();

    /// <inheritdoc/>
    public bool ContainsKey(string key) => _items.ContainsKey(key);

    /// <inheritdoc/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out T value) => _items.TryGetValue(key, out value);

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, T>> GetEnumerator() => _items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    protected override void ListMembers(MemberList members)
    {
        base.ListMembers(members);
        members.Of(typeof(DictModule<T>));
        foreach (var (name, item) in _items)
        {
            members.AddMember(name, item);
        }
    }

    /// <inheritdoc/>
    protected override void OnCopied(ModuleCopy copy)
    {
        base.OnCopied(copy);
        _items = new(_items.Select(item => KeyValuePair.Create(item.Key, copy.Of(item.Value))));
    }
}
