using System.Collections;
using System.Runtime.CompilerServices;

namespace LibTorch.NN;

/// <summary>Modules that are called in turn, each with the output of the one before it; <c>torch.nn.Sequential</c>.</summary>
[CollectionBuilder(typeof(Sequential), nameof(Of))]
public sealed class Sequential : Module<Tensor, Tensor>, IReadOnlyList<Module<Tensor, Tensor>>
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
            Add(name, module);
        }
    }

    /// <inheritdoc/>
    public int Count => _items.Count;

    /// <inheritdoc/>
    public Module<Tensor, Tensor> this[int index] => _items[index].Module;

    /// <summary>Creates a sequence from a collection expression: <c>Sequential net = [new Linear(3, 4), new ReLU()];</c>.</summary>
    public static Sequential Of(ReadOnlySpan<Module<Tensor, Tensor>> modules) => new(modules);

    /// <summary>Adds a module at the end, under its number; <c>sequential.append(module)</c>.</summary>
    public Sequential Append(Module<Tensor, Tensor> module)
    {
        Add(PythonText.Integer(_items.Count), module);
        return this;
    }

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

    private void Add(string name, Module<Tensor, Tensor> module)
    {
        ArgumentNullException.ThrowIfNull(module);
        _items.Add((MemberName.Checked(name), module));
    }
}
