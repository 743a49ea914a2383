using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace LibTorch.NN;

/// <summary>Parameters that are members, under names of their own; <c>torch.nn.ParameterDict</c>. It is no module to call.</summary>
#pragma warning disable CA1710 // PyTorch's name.
public sealed class ParameterDict : Module, IReadOnlyDictionary<string, Parameter>
{
    private OrderedDictionary<string, Parameter> _items = [];

    /// <param name="parameters">Names and parameters.</param>
    public ParameterDict(params ReadOnlySpan<(string Name, Parameter Parameter)> parameters)
    {
        foreach (var (name, parameter) in parameters)
        {
            this[name] = parameter;
        }
    }

    /// <inheritdoc/>
    public IEnumerable<string> Keys => _items.Keys;

    /// <inheritdoc/>
    public IEnumerable<Parameter> Values => _items.Values;

    /// <inheritdoc/>
    public int Count => _items.Count;

    /// <summary>The parameter of this name; a new one comes last.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    /// <exception cref="ArgumentException">The name is empty or has a dot.</exception>
    public Parameter this[string key]
    {
        get => _items[key];
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            _items[MemberName.Checked(key)] = value;
        }
    }

    /// <summary>Takes a parameter away; says whether it was there.</summary>
    public bool Remove(string key) => _items.Remove(key);

    /// <summary>Takes all parameters away.</summary>
    public void Clear() => _items.Clear();

    /// <inheritdoc/>
    public bool ContainsKey(string key) => _items.ContainsKey(key);

    /// <inheritdoc/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out Parameter value) => _items.TryGetValue(key, out value);

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, Parameter>> GetEnumerator() => _items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public override string ExtraRepr() => string.Join('\n', _items.Select(item => ParameterText.Line(item.Key, ParameterText.TypeName(item.Value), item.Value)));

    /// <inheritdoc/>
    protected override void ListMembers(MemberList members)
    {
        base.ListMembers(members);
        members.Of(typeof(ParameterDict));
        foreach (var (name, parameter) in _items)
        {
            members.Add(name, parameter);
        }
    }

    /// <inheritdoc/>
    protected override void OnCopied(ModuleCopy copy)
    {
        base.OnCopied(copy);
        _items = new(_items.Select(item => KeyValuePair.Create(item.Key, copy.Of(item.Value))));
    }
}
