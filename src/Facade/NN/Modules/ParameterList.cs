using System.Collections;

namespace LibTorch.NN;

/// <summary>A list of parameters that are members; <c>torch.nn.ParameterList</c>. It is no module to call.</summary>
/// <param name="parameters">The parameters.</param>
public sealed class ParameterList(params ReadOnlySpan<Parameter> parameters) : Module, IList<Parameter>, IReadOnlyList<Parameter>
{
    private List<Parameter> _items = All(parameters);

    /// <inheritdoc cref="ICollection{T}.Count"/>
    public int Count => _items.Count;

    /// <inheritdoc/>
    bool ICollection<Parameter>.IsReadOnly => false;

    /// <summary>The parameter at this place.</summary>
    public Parameter this[int index]
    {
        get => _items[index];
        set => _items[index] = Given(value);
    }

    /// <summary>Adds a parameter at the end; <c>list.append(parameter)</c>.</summary>
    public void Add(Parameter item) => _items.Add(Given(item));

    /// <summary>Adds parameters at the end; <c>list.extend(parameters)</c>.</summary>
    public void AddRange(IEnumerable<Parameter> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        _items.AddRange(All(items.ToArray()));
    }

    /// <inheritdoc/>
    public void Insert(int index, Parameter item) => _items.Insert(index, Given(item));

    /// <inheritdoc/>
    public void RemoveAt(int index) => _items.RemoveAt(index);

    /// <inheritdoc/>
    public bool Remove(Parameter item) => _items.Remove(item);

    /// <inheritdoc/>
    public void Clear() => _items.Clear();

    /// <inheritdoc/>
    public int IndexOf(Parameter item) => _items.IndexOf(item);

    /// <inheritdoc/>
    public bool Contains(Parameter item) => _items.Contains(item);

    /// <inheritdoc/>
    public void CopyTo(Parameter[] array, int arrayIndex) => _items.CopyTo(array, arrayIndex);

    /// <inheritdoc/>
    public IEnumerator<Parameter> GetEnumerator() => _items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public override string ExtraRepr() => string.Join('\n', _items.Select((item, i) => ParameterText.Line(PythonText.Integer(i), item.DType.ToString(), item)));

    /// <inheritdoc/>
    protected override void ListMembers(MemberList members)
    {
        base.ListMembers(members);
        members.Of(typeof(ParameterList));
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

    private static List<Parameter> All(ReadOnlySpan<Parameter> items)
    {
        List<Parameter> all = [];
        foreach (var item in items)
        {
            all.Add(Given(item));
        }

        return all;
    }

    private static Parameter Given(Parameter item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return item;
    }
}
