using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace LibTorch.NN;

/// <summary>Modules that are members, under names of their own; <c>torch.nn.ModuleDict</c>. It is no module to call.</summary>
/// <typeparam name="T">The modules' type.</typeparam>
#pragma warning disable CA1710 // PyTorch's name.
public sealed class ModuleDict<T> : Module, IReadOnlyDictionary<string, T>
    where T : Module
{
    private OrderedDictionary<string, T> _items = [];

    /// <param name="modules">Names and modules.</param>
    public ModuleDict(params ReadOnlySpan<(string Name, T Module)> modules)
    {
        foreach (var (name, module) in modules)
        {
            this[name] = module;
        }
    }

    /// <inheritdoc/>
    public IEnumerable<string> Keys => _items.Keys;

    /// <inheritdoc/>
    public IEnumerable<T> Values => _items.Values;

    /// <inheritdoc/>
    public int Count => _items.Count;

    /// <summary>The module of this name; a new one comes last.</summary>
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

    /// <summary>Takes a module away; says whether it was there.</summary>
    public bool Remove(string key) => _items.Remove(key);

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
        members.Of(typeof(ModuleDict<T>));
        foreach (var (name, module) in _items)
        {
            members.Add(name, module);
        }
    }

    /// <inheritdoc/>
    protected override void OnCopied(ModuleCopy copy)
    {
        base.OnCopied(copy);
        _items = new(_items.Select(item => KeyValuePair.Create(item.Key, copy.Of(item.Value))));
    }
}
