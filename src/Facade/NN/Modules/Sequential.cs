using System.Collections;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LibTorch.NN;

#pragma warning disable CA1710 // It is a module first of all.

/// <summary>Modules that are called in turn, each with the output of the one before it; <c>torch.nn.Sequential</c>.</summary>
/// <remarks>
/// A class of one's own may derive from it: <c>partial class Block(int width) : Sequential(new Linear(width, width), new ReLU())</c>.
/// </remarks>
[CollectionBuilder(typeof(Sequential), nameof(Of))]
public class Sequential : Module<Tensor, Tensor>, IList<Module<Tensor, Tensor>>, IReadOnlyList<Module<Tensor, Tensor>>
{
    private List<(string Name, Module<Tensor, Tensor> Module)> _items = [];

    /// <summary>Creates a sequence whose modules are named "0", "1" and so on.</summary>
    public Sequential(params ReadOnlySpan<Module<Tensor, Tensor>> modules)
    {
        foreach (var module in modules)
        {
            Append(module);
        }
    }

    /// <summary>Creates a sequence of named modules; <c>nn.Sequential(OrderedDict(...))</c>.</summary>
    public Sequential(params ReadOnlySpan<(string Name, Module<Tensor, Tensor> Module)> modules)
    {
        foreach (var (name, module) in modules)
        {
            _items.Add(Named(name, module));
        }
    }

    /// <inheritdoc cref="ICollection{T}.Count"/>
    public int Count => _items.Count;

    /// <inheritdoc/>
    bool ICollection<Module<Tensor, Tensor>>.IsReadOnly => false;

    /// <summary>The module at this place; <c>sequential[-1]</c> is <c>sequential[^1]</c>. One that is set gets the name of the one before it.</summary>
    public Module<Tensor, Tensor> this[int index]
    {
        get => _items[index].Module;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            _items[index] = (_items[index].Name, value);
        }
    }

    /// <summary>Creates a sequence from a collection expression: <c>Sequential net = [new Linear(3, 4), new ReLU()];</c>.</summary>
    public static Sequential Of(ReadOnlySpan<Module<Tensor, Tensor>> modules) => new(modules);

    /// <summary>Adds a module at the end, under its number; <c>sequential.append(module)</c>.</summary>
    public Sequential Append(Module<Tensor, Tensor> module)
    {
        Add(PythonText.Integer(_items.Count), module);
        return this;
    }

    /// <inheritdoc cref="Append"/>
    public void Add(Module<Tensor, Tensor> item) => Append(item);

    /// <summary>
    /// Adds a module at the end under a name, or replaces the one of this name; <c>sequential.add_module(name, module)</c>.
    /// </summary>
    /// <exception cref="ArgumentException">The name is empty or has a dot.</exception>
    public void Add(string name, Module<Tensor, Tensor> module)
    {
        var item = Named(name, module);
        var place = _items.FindIndex(one => one.Name == name);
        if (place < 0)
        {
            _items.Add(item);
        }
        else
        {
            _items[place] = item;
        }
    }

    /// <summary>Adds modules at the end; <c>sequential.extend(modules)</c>.</summary>
    public void AddRange(IEnumerable<Module<Tensor, Tensor>> modules)
    {
        ArgumentNullException.ThrowIfNull(modules);
        foreach (var module in modules.ToList())
        {
            Append(module);
        }
    }

    /// <summary>
    /// Inserts a module at a place, under its number; the modules after it that have their numbers as names get the next ones;
    /// <c>sequential.insert(index, module)</c>.
    /// </summary>
    public void Insert(int index, Module<Tensor, Tensor> item)
    {
        ArgumentNullException.ThrowIfNull(item);
        _items.Insert(index, (PythonText.Integer(index), item));
        for (var i = index + 1; i < _items.Count; i++)
        {
            var (name, module) = _items[i];
            _items[i] = (name == PythonText.Integer(i - 1) ? PythonText.Integer(i) : name, module);
        }
    }

    /// <summary>Removes the module at a place. The others get their numbers as names, as in Python; <c>del sequential[index]</c>.</summary>
    public void RemoveAt(int index)
    {
        _items.RemoveAt(index);
        _items = [.. _items.Select((item, i) => (PythonText.Integer(i), item.Module))];
    }

    /// <inheritdoc/>
    public bool Remove(Module<Tensor, Tensor> item)
    {
        var place = IndexOf(item);
        if (place >= 0)
        {
            RemoveAt(place);
        }

        return place >= 0;
    }

    /// <inheritdoc/>
    public void Clear() => _items.Clear();

    /// <summary>A sequence of some of these modules, with their names; <c>sequential[1:3]</c> is <c>sequential[1..3]</c>.</summary>
    public Sequential Slice(int start, int length) => new(CollectionsMarshal.AsSpan(_items).Slice(start, length));

    /// <inheritdoc/>
    public int IndexOf(Module<Tensor, Tensor> item) => _items.FindIndex(one => ReferenceEquals(one.Module, item));

    /// <inheritdoc/>
    public bool Contains(Module<Tensor, Tensor> item) => IndexOf(item) >= 0;

    /// <inheritdoc/>
    public void CopyTo(Module<Tensor, Tensor>[] array, int arrayIndex) => _items.ConvertAll(item => item.Module).CopyTo(array, arrayIndex);

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        // A sequence that contains itself would recurse without end.
        RuntimeHelpers.EnsureSufficientExecutionStack();
        foreach (var (_, module) in _items)
        {
            input = module.Call(input);
        }

        return input;
    }

    /// <inheritdoc/>
    public IEnumerator<Module<Tensor, Tensor>> GetEnumerator() => _items.Select(item => item.Module).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    protected override void ListMembers(MemberList members)
    {
        base.ListMembers(members);
        members.Of(typeof(Sequential));
        _items.ForEach(item => members.Add(item.Name, item.Module));
    }

    /// <inheritdoc/>
    protected override void OnCopied(ModuleCopy copy)
    {
        base.OnCopied(copy);
        _items = _items.ConvertAll(item => (item.Name, copy.Of(item.Module)));
    }

    private static (string Name, Module<Tensor, Tensor> Module) Named(string name, Module<Tensor, Tensor> module)
    {
        ArgumentNullException.ThrowIfNull(module);
        return (MemberName.Checked(name), module);
    }
}
