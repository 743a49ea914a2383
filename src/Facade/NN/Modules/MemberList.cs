namespace LibTorch.NN;

/// <summary>The modules, parameters and buffers that a module has as members, in order. The source generator writes what fills it.</summary>
public sealed class MemberList
{
    private readonly HashSet<string> _names = [];

    internal MemberList()
    {
    }

    /// <summary>The last class that told its members: the module's own, unless no generator ran for that.</summary>
    internal Type? Class { get; private set; }

    internal List<(string Name, Module Module)> Children { get; } = [];

    internal List<(string Name, Parameter Parameter)> Parameters { get; } = [];

    internal List<(string Name, Buffer Buffer)> Buffers { get; } = [];

    /// <summary>Says that the members of this class follow.</summary>
    public void Of(Type type) => Class = type;

    /// <summary>Adds a module, if there is one.</summary>
    public void Add(string name, Module? module) => Add(Children, name, module);

    /// <summary>Adds a parameter, if there is one.</summary>
    public void Add(string name, Parameter? parameter) => Add(Parameters, name, parameter);

    /// <summary>Adds a buffer, if there is one.</summary>
    public void Add(string name, Buffer? buffer) => Add(Buffers, name, buffer);

    internal IEnumerable<Tensor> All() => [.. Parameters.Select(member => member.Parameter), .. Buffers.Select(member => member.Buffer)];

    /// <summary>What belongs to the module's state, in its order.</summary>
    internal IEnumerable<(string Name, Tensor Tensor)> Tensors() =>
        [.. Parameters.Select(member => (member.Name, (Tensor)member.Parameter)), .. Buffers.Where(member => member.Buffer.Persistent).Select(member => (member.Name, (Tensor)member.Buffer))];

    private void Add<T>(List<(string, T)> list, string name, T? member)
        where T : class
    {
        if (member is null)
        {
            return;
        }

        if (!_names.Add(name))
        {
            throw new InvalidOperationException($"Two members of a module are called '{name}'.");
        }

        list.Add((name, member));
    }
}
