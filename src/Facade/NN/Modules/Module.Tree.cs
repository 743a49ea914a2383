namespace LibTorch.NN;

/// <summary>A module's submodules and their members.</summary>
public abstract partial class Module
{
    /// <summary>The direct submodules; <c>module.children()</c>.</summary>
    public IEnumerable<Module> Children => NamedChildren.Select(child => child.Module);

    /// <summary>The direct submodules with their names; <c>module.named_children()</c>.</summary>
    public IReadOnlyList<(string Name, Module Module)> NamedChildren => Distinct(Members().Children);

    /// <summary>This module and all submodules, each once; <c>module.modules()</c>.</summary>
    public IEnumerable<Module> Modules => NamedModules.Select(module => module.Module);

    /// <summary>This module, under the name "", and all submodules, each once, with their paths; <c>module.named_modules()</c>.</summary>
    public IReadOnlyList<(string Name, Module Module)> NamedModules => GetNamedModules();

    /// <summary>This module and all submodules, with their paths; <c>module.named_modules(prefix=…, remove_duplicate=…)</c>.</summary>
    /// <param name="prefix">The name of this module, which precedes each other name, followed by a dot.</param>
    /// <param name="removeDuplicate">Whether a module that is used in several places is listed once, or under each of its names.</param>
    /// <exception cref="InvalidOperationException">A module contains itself, and duplicates are listed.</exception>
    public IReadOnlyList<(string Name, Module Module)> GetNamedModules(string prefix = "", bool removeDuplicate = true)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        return [.. Walk(removeDuplicate).Select(step => (Joined(prefix, step.Path), step.Module))];
    }

    /// <summary>All parameters of this module and its submodules, each once; <c>module.parameters()</c>.</summary>
    public IEnumerable<Parameter> Parameters() => NamedParameters().Select(parameter => parameter.Parameter);

    /// <summary>All parameters of this module and its submodules, each once, with their names; <c>module.named_parameters()</c>.</summary>
    /// <param name="prefix">A prefix of each name, followed by a dot.</param>
    /// <param name="recurse">Whether the submodules' are included.</param>
    /// <param name="removeDuplicate">Whether a shared parameter is listed once, or under each of its names.</param>
    /// <exception cref="InvalidOperationException">A module contains itself, and duplicates are listed.</exception>
    public IReadOnlyList<(string Name, Parameter Parameter)> NamedParameters(string prefix = "", bool recurse = true, bool removeDuplicate = true) =>
        Gather(prefix, recurse, removeDuplicate, members => members.Parameters);

    /// <summary>All buffers of this module and its submodules, each once; <c>module.buffers()</c>.</summary>
    public IEnumerable<Buffer> Buffers() => NamedBuffers().Select(buffer => buffer.Buffer);

    /// <summary>All buffers of this module and its submodules, each once, with their names; <c>module.named_buffers()</c>.</summary>
    /// <param name="prefix">A prefix of each name, followed by a dot.</param>
    /// <param name="recurse">Whether the submodules' are included.</param>
    /// <param name="removeDuplicate">Whether a shared buffer is listed once, or under each of its names.</param>
    /// <exception cref="InvalidOperationException">A module contains itself, and duplicates are listed.</exception>
    public IReadOnlyList<(string Name, Buffer Buffer)> NamedBuffers(string prefix = "", bool recurse = true, bool removeDuplicate = true) =>
        Gather(prefix, recurse, removeDuplicate, members => members.Buffers);

    /// <summary>The submodule at this path, such as <c>encoder.layers.0</c>; <c>module.get_submodule</c>.</summary>
    /// <exception cref="TorchException">There is nothing of this kind at the path.</exception>
    public Module GetSubmodule(string target)
    {
        ArgumentNullException.ThrowIfNull(target);
        var module = this;
        foreach (var name in target.Length == 0 ? [] : target.Split('.'))
        {
            module = module.Members().Children.FirstOrDefault(child => child.Name == name).Module
                ?? throw new TorchException($"{module.ShownName} has no attribute `{name}`");
        }

        return module;
    }

    /// <summary>The parameter at this path, such as <c>fc1.weight</c>; <c>module.get_parameter</c>.</summary>
    /// <exception cref="TorchException">There is nothing of this kind at the path.</exception>
    public Parameter GetParameter(string target)
    {
        var (module, name) = Owner(target);
        return module.Members().Parameters.FirstOrDefault(parameter => parameter.Name == name).Parameter
            ?? throw new TorchException($"{module.ShownName} has no attribute `{name}`");
    }

    /// <summary>The buffer at this path, such as <c>bn1.running_mean</c>; <c>module.get_buffer</c>.</summary>
    /// <exception cref="TorchException">There is nothing of this kind at the path.</exception>
    public Buffer GetBuffer(string target)
    {
        var (module, name) = Owner(target);
        return module.Members().Buffers.FirstOrDefault(buffer => buffer.Name == name).Buffer
            ?? throw new TorchException($"{module.ShownName} has no attribute `{name}`");
    }

    /// <summary>All parameters and buffers of this module and its submodules, a shared one under each of its names.</summary>
    internal static List<(string Name, MemberTensor Member)> NamedMembers(Module module)
    {
        List<(string, MemberTensor)> all = [];
        foreach (var (path, _, members) in module.Walk(removeDuplicate: false))
        {
            all.AddRange(members.Parameters.Select(one => (Joined(path, one.Name), (MemberTensor)one.Parameter)));
            all.AddRange(members.Buffers.Select(one => (Joined(path, one.Name), (MemberTensor)one.Buffer)));
        }

        return all;
    }

    private (Module Module, string Name) Owner(string target)
    {
        ArgumentNullException.ThrowIfNull(target);
        var dot = target.LastIndexOf('.');
        return (GetSubmodule(target[..Math.Max(dot, 0)]), target[(dot + 1)..]);
    }

    // This module and all submodules, each once or at each of its places, with their members.
    private List<(string Path, Module Module, MemberList Members)> Walk(bool removeDuplicate = true)
    {
        List<(string, Module, MemberList)> steps = [];
        HashSet<Module> seen = [];
        var way = new ModulePath();
        Add("", this);
        return steps;

        void Add(string path, Module module)
        {
            if (removeDuplicate && !seen.Add(module))
            {
                return;
            }

            using var step = way.Enter(module);
            var members = module.Members();
            steps.Add((path, module, members));
            foreach (var (name, child) in members.Children)
            {
                Add(Joined(path, name), child);
            }
        }
    }

    private List<(string, T)> Gather<T>(string prefix, bool recurse, bool removeDuplicate, Func<MemberList, List<(string, T)>> own)
        where T : Tensor
    {
        ArgumentNullException.ThrowIfNull(prefix);
        List<(string, T)> all = [];
        foreach (var (path, _, members) in recurse ? Walk(removeDuplicate) : [("", this, Members())])
        {
            foreach (var (name, member) in own(members))
            {
                all.Add((Joined(prefix, Joined(path, name)), member));
            }
        }

        return removeDuplicate ? Distinct(all) : all;
    }

    // A tied weight is listed only at its first place.
    private static List<(string Name, T Member)> Distinct<T>(List<(string Name, T Member)> members)
        where T : class
    {
        HashSet<T> seen = new(ReferenceEqualityComparer.Instance);
        return members.FindAll(member => seen.Add(member.Member));
    }

    private static string Joined(string prefix, string name) => prefix.Length == 0 ? name : name.Length == 0 ? prefix : $"{prefix}.{name}";
}
