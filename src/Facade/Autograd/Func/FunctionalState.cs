using LibTorch.NN;

namespace LibTorch;

/// <summary>Replaces a module's parameters and buffers by other tensors; Dispose puts the originals back.</summary>
internal sealed class FunctionalState : IDisposable
{
    private readonly List<Action> _back = [];

    /// <exception cref="TorchValueException">A shared weight was given two values.</exception>
    /// <exception cref="TorchException">
    /// The names are not exactly those of the module (if strict), or a name's path goes through a module that does not exist.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// A single name of a shared weight is to be replaced, but the source generator has not listed its field.
    /// </exception>
    public FunctionalState(Module module, IEnumerable<KeyValuePair<string, Tensor>> values, bool strict, bool tieWeights)
    {
        var members = Module.NamedMembers(module);
        var all = new Dictionary<string, Tensor>(values);
        var tied = members.ToLookup(one => one.Member, one => one.Name, (IEqualityComparer<MemberTensor>)ReferenceEqualityComparer.Instance);
        if (strict)
        {
            RequireNames(module, members, all, name => tieWeights ? tied[name.Member] : [name.Name]);
        }

        // Everything that can fail happens before the first member is replaced.
        var replacing = (tieWeights ? Tied(Known(module, members, all), tied) : Untied(module, Known(module, members, all), tied)).ToList();
        replacing.ForEach(replace => replace());
    }

    public void Dispose()
    {
        _back.Reverse();
        _back.ForEach(back => back());
        _back.Clear();
    }

    // As in Python, an unknown name is ignored, but the submodules in its path must exist.
    private static List<(string Name, MemberTensor Member, Tensor Value)> Known(Module module, List<(string Name, MemberTensor Member)> members, Dictionary<string, Tensor> all)
    {
        var byName = members.ToDictionary(one => one.Name, one => one.Member);
        List<(string, MemberTensor, Tensor)> known = [];
        foreach (var (name, value) in all)
        {
            ArgumentNullException.ThrowIfNull(value);
            if (byName.TryGetValue(name, out var member))
            {
                known.Add((name, member, value));
            }
            else
            {
                OwnerOf(module, name);
            }
        }

        return known;
    }

    private IEnumerable<Action> Tied(List<(string Name, MemberTensor Member, Tensor Value)> known, ILookup<MemberTensor, string> tied)
    {
        var chosen = new Dictionary<MemberTensor, Tensor>(ReferenceEqualityComparer.Instance);
        foreach (var (_, member, value) in known)
        {
            if (chosen.TryGetValue(member, out var other) && !ReferenceEquals(other, value))
            {
                var names = string.Join(", ", tied[member].Order(StringComparer.Ordinal).Select(name => $"'{name}'"));
                throw new TorchValueException($"functional_call got multiple values for keys [{names}], which are tied. Consider using tie_weights=False");
            }

            chosen[member] = value;
        }

        return chosen.Select(one => Standing(one.Key, one.Value));
    }

    // A member that several fields hold (a shared weight) stays as it is; only the named field gets another object.
    private IEnumerable<Action> Untied(Module module, List<(string Name, MemberTensor Member, Tensor Value)> known, ILookup<MemberTensor, string> tied)
    {
        foreach (var (name, member, value) in known)
        {
            var place = PlaceOf(module, name);
            if (tied[member].All(other => PlaceOf(module, other) == place))
            {
                yield return Standing(member, value);
                continue;
            }

            if (!place.Owner.Exchange(place.Field, held => held))
            {
                throw new InvalidOperationException($"'{name}' cannot have a value of its own: the source generator has not listed the field of {place.Owner.GetType()}.");
            }

            var standIn = new StandIn.Given(value);
            MemberTensor given = member is NN.Buffer ? NN.Buffer.Computed(standIn) : Parameter.Computed(standIn);
            yield return () =>
            {
                place.Owner.Exchange(place.Field, _ => given);
                _back.Add(() => place.Owner.Exchange(place.Field, _ => member));
            };
        }
    }

    private static (Module Owner, string Field) PlaceOf(Module module, string name) => (OwnerOf(module, name), name[(name.LastIndexOf('.') + 1)..]);

    private static Module OwnerOf(Module module, string name) => module.GetSubmodule(name[..Math.Max(name.LastIndexOf('.'), 0)]);

    // The given value may itself be a member whose stand-in changes here, so StandIn.Given captures the value beforehand.
    private Action Standing(MemberTensor member, Tensor value)
    {
        var standIn = new StandIn.Given(value);
        return () =>
        {
            var before = member.StandIn;
            member.StandIn = standIn;
            _back.Add(() => member.StandIn = before);
        };
    }

    private static void RequireNames(
        Module module, List<(string Name, MemberTensor Member)> members, Dictionary<string, Tensor> all, Func<(string Name, MemberTensor Member), IEnumerable<string>> namesOf)
    {
        var names = members.Select(one => one.Name).ToHashSet();
        var unexpected = all.Keys.Where(name => !names.Contains(name)).Select(PythonText.Quoted).ToList();
        var missing = members.Where(one => !namesOf(one).Any(all.ContainsKey)).Select(one => PythonText.Quoted(one.Name)).ToList();
        List<string> errors = [];
        if (unexpected.Count > 0)
        {
            errors.Add($"Unexpected key(s): {string.Join(", ", unexpected)}.");
        }

        if (missing.Count > 0)
        {
            errors.Add($"Missing key(s): {string.Join(", ", missing)}.");
        }

        if (errors.Count > 0)
        {
            throw new TorchException($"Error(s) in reparametrizing for {module.ShownName}:\n\t{string.Join("\n\t", errors)}");
        }
    }
}
