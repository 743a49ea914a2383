namespace LibTorch.NN;

/// <summary>A module's members in addition to its fields, and the fields that are currently hidden from its members.</summary>
internal sealed class RegisteredMembers
{
    private readonly List<(string Name, object? Member)> _added = [];
    private readonly Dictionary<string, MemberTensor> _hidden = [];
    private readonly List<string> _last = [];
    private WeightHook[] _weightHooks = [];

    /// <summary>Whether the class lists all its members by hand.</summary>
    public bool ByHand { get; set; }

    /// <summary>Adds a member, or replaces the one of the same name and kind; null stands for an absent member.</summary>
    /// <exception cref="ArgumentException">The name is empty, has a dot, or belongs to another member.</exception>
    public void Add(string name, object? member)
    {
        MemberName.Checked(name);
        var place = _added.FindIndex(one => one.Name == name);
        if (place < 0)
        {
            _added.Add((name, member));
        }
        else if (_added[place].Member is { } there && member is not null && there is Module != member is Module)
        {
            throw new ArgumentException($"attribute '{name}' already exists", nameof(name));
        }
        else
        {
            _added[place] = (name, member);
        }
    }

    /// <summary>The hooks that compute fields before each call.</summary>
    public WeightHook[] WeightHooks => Volatile.Read(ref _weightHooks);

    /// <summary>Adds a hook that computes a field, and replaces the field's previous one.</summary>
    public void AddHook(WeightHook hook) => _weightHooks = [.. _weightHooks.Where(one => one.Name != hook.Name), hook];

    /// <summary>Removes a hook that computes a field.</summary>
    public void RemoveHook(WeightHook hook) => _weightHooks = [.. _weightHooks.Where(one => one != hook)];

    /// <summary>Whether nothing was added.</summary>
    public bool IsEmpty => _added.Count == 0;

    /// <summary>The member that was added under this name, or null.</summary>
    public object? Find(string name) => _added.Find(one => one.Name == name).Member;

    /// <summary>Removes the member that was added under this name; returns whether there was one.</summary>
    public bool Remove(string name) => _added.RemoveAll(one => one.Name == name) > 0;

    /// <summary>Hides a field from the members: it holds a value computed from other members.</summary>
    public void Hide(string name, MemberTensor computed)
    {
        _last.Remove(name);
        _hidden[name] = computed;
    }

    /// <summary>Makes a hidden field a member again. It becomes the last one, as in Python when a parameter is registered again.</summary>
    public void Show(string name)
    {
        _hidden.Remove(name);
        _last.Add(name);
    }

    /// <summary>The value of a hidden field, or null.</summary>
    public MemberTensor? Hidden(string name) => _hidden.GetValueOrDefault(name);

    public void Apply(MemberList members)
    {
        foreach (var (name, member) in _added)
        {
            members.AddMember(name, member);
        }

        foreach (var name in _hidden.Keys)
        {
            members.Remove(name);
        }

        foreach (var name in _last)
        {
            var member = members.Find(name);
            members.Remove(name);
            members.AddMember(name, member);
        }
    }

    public RegisteredMembers Copied(ModuleCopy copy)
    {
        var copied = new RegisteredMembers { ByHand = ByHand, _weightHooks = WeightHooks };
        copied._added.AddRange(_added.Select(one => (one.Name, copy.OfMember(one.Member))));
        copied._last.AddRange(_last);
        foreach (var (name, computed) in _hidden)
        {
            copied._hidden[name] = copy.Of(computed);
        }

        return copied;
    }
}
