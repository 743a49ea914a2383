namespace LibTorch.NN;

/// <summary>A module's members, in order: submodules, parameters and buffers. The source generator writes the code that fills it.</summary>
public sealed class MemberList
{
    private readonly Dictionary<string, object> _all = [];
    private readonly Func<string, object?, object?>? _replace;
    private readonly Action<string, object>? _check;

    internal MemberList()
    {
    }

    private MemberList(Func<string, object?, object?> replace, Action<string, object>? check) => (_replace, _check) = (replace, check);

    /// <summary>The last class that listed its members: the module's own class, unless no generator ran for that.</summary>
    internal Type? Class { get; private set; }

    internal List<(string Name, Module Module)> Children { get; } = [];

    internal List<(string Name, Parameter Parameter)> Parameters { get; } = [];

    internal List<(string Name, Buffer Buffer)> Buffers { get; } = [];

    /// <summary>A list that records nothing, and sets each field to the function's result for its name and value.</summary>
    /// <param name="replace">The function.</param>
    /// <param name="check">Called with members that are not stored in a field.</param>
    internal static MemberList Replacing(Func<string, object?, object?> replace, Action<string, object>? check = null) => new(replace, check);

    /// <summary>Notes that the members of this class follow.</summary>
    public void Of(Type type) => Class = type;

    /// <summary>Adds a module, if there is one.</summary>
    public void Add(string name, Module? module) => Add(Children, name, module);

    /// <summary>Adds a parameter, if there is one.</summary>
    public void Add(string name, Parameter? parameter) => Add(Parameters, name, parameter);

    /// <summary>Adds a buffer, if there is one.</summary>
    public void Add(string name, Buffer? buffer) => Add(Buffers, name, buffer);

    /// <summary>Adds a field's value, unless it is null. Copies of the module and parametrizations replace the field's value.</summary>
    /// <typeparam name="T">The type of a module, <see cref="Parameter"/> or <see cref="Buffer"/>.</typeparam>
    /// <exception cref="ArgumentException">The field's type is none of these.</exception>
    public void Add<T>(string name, ref T field)
        where T : class?
    {
        if (_replace is not null)
        {
            field = (T)_replace(name, field)!;
            return;
        }

        AddMember(name, field);
    }

    internal void AddMember(string name, object? member)
    {
        switch (member)
        {
            case null:
                break;
            case Module module:
                Add(name, module);
                break;
            case Parameter parameter:
                Add(name, parameter);
                break;
            case Buffer buffer:
                Add(name, buffer);
                break;
            default:
                throw new ArgumentException($"'{name}' is neither a module nor a parameter or buffer.", nameof(member));
        }
    }

    /// <summary>The member of this name, or null.</summary>
    internal object? Find(string name) => _all.GetValueOrDefault(name);

    /// <summary>Removes a member from the list.</summary>
    internal void Remove(string name)
    {
        if (_all.Remove(name))
        {
            Children.RemoveAll(member => member.Name == name);
            Parameters.RemoveAll(member => member.Name == name);
            Buffers.RemoveAll(member => member.Name == name);
        }
    }

    internal IEnumerable<MemberTensor> All() => [.. Parameters.Select(member => member.Parameter), .. Buffers.Select(member => member.Buffer)];

    /// <summary>The tensors of the module's state, in order.</summary>
    internal IEnumerable<(string Name, MemberTensor Tensor)> Tensors() =>
        [.. Parameters.Select(member => (member.Name, (MemberTensor)member.Parameter)), .. Buffers.Where(member => member.Buffer.Persistent).Select(member => (member.Name, (MemberTensor)member.Buffer))];

    private void Add<T>(List<(string, T)> list, string name, T? member)
        where T : class
    {
        if (member is null)
        {
            return;
        }

        if (_replace is not null)
        {
            _check?.Invoke(name, member);
            return;
        }

        if (!_all.TryAdd(name, member))
        {
            throw new InvalidOperationException($"Two members of a module are called '{name}'.");
        }

        list.Add((name, member));
    }
}
