namespace LibTorch.NN;

/// <summary>What a module has as members beside its fields, and fields of it that are no members for now.</summary>
internal sealed class RegisteredMembers
{
    private readonly List<(string Name, object? Member)> _added = [];
    private readonly Dictionary<string, MemberTensor> _hidden = [];
    private readonly List<string> _last = [];
    private WeightHook[] _weightHooks = [];

    /// <summary>Whether the class says all its members by hand.</summary>
    public bool ByHand { get; set; }

    /// <summary>Adds a member, or puts it in the place of one of its name and kind; null is a member that is not there.</summary>
    /// <exception cref="ArgumentException">The name is empty, has a dot, or is that of something else.</exception>
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

    /// <summary>What computes fields before each call.</summary>
    public WeightHook[] WeightHooks => Volatile.Read(ref _weightHooks);

    /// <summary>Adds what computes a field, in the place of what did so far.</summary>
    public void AddHook(WeightHook hook) => _weightHooks = [.. _weightHooks.Where(one => one.Name != hook.Name), hook];

    /// <summary>Takes away what computes a field.</summary>
    public void RemoveHook(WeightHook hook) => _weightHooks = [.. _weightHooks.Where(one => one != hook)];

    /// <summary>Whether nothing was added.</summary>
    public bool IsEmpty => _added.Count == 0;

    /// <summary>What was added under this name, or null.</summary>
    public object? Find(string name) => _added.Find(one => one.Name == name).Member;

    /// <summary>Takes away what was added under this name; says whether there was something.</summary>
    public bool Remove(string name) => _added.RemoveAll(one => one.Name == name) > 0;

    /// <summary>Leaves a field out of the members: it holds what is computed from others.</summary>
    public void Hide(string name, MemberTensor computed)
    {
        _last.Remove(name);
        _hidden[name] = computed;
    }

    /// <summary>Has a field be a member again, the last one, as what is registered anew is in Python.</summary>
    public void Show(string name)
    {
        _hidden.Remove(name);
        _last.Add(name);
    }

    /// <summary>What a field holds that is left out, or null.</summary>
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
