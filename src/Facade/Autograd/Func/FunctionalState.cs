using LibTorch.NN;

namespace LibTorch;

/// <summary>Has other tensors stand in for a module's parameters and buffers, until it is disposed of.</summary>
internal sealed class FunctionalState : IDisposable
{
    private readonly List<(MemberTensor Member, StandIn? Before)> _replaced = [];

    /// <exception cref="TorchValueException">A shared weight was given two values.</exception>
    /// <exception cref="TorchException">The names have to be just the module's, and are not; or a module on the way to a name is not there.</exception>
    public FunctionalState(Module module, IEnumerable<KeyValuePair<string, Tensor>> values, bool strict)
    {
        var members = Module.NamedMembers(module);
        var given = Matching(module, members, values, strict);
        foreach (var (member, value) in given)
        {
            _replaced.Add((member, member.StandIn));

            // What is given may be a member itself, whose stand-in changes.
            member.StandIn = value;
        }
    }

    public void Dispose()
    {
        foreach (var (member, before) in Enumerable.Reverse(_replaced))
        {
            member.StandIn = before;
        }

        _replaced.Clear();
    }

    // All that can fail comes before the first one is replaced.
    private static Dictionary<MemberTensor, StandIn> Matching(Module module, List<(string Name, MemberTensor Member)> members, IEnumerable<KeyValuePair<string, Tensor>> values, bool strict)
    {
        var all = new Dictionary<string, Tensor>(values);
        var byName = members.ToDictionary(one => one.Name, one => one.Member);
        var tied = members.ToLookup(one => one.Member, one => one.Name, (IEqualityComparer<MemberTensor>)ReferenceEqualityComparer.Instance);
        if (strict)
        {
            RequireNames(module, members, all, tied);
        }

        var given = new Dictionary<MemberTensor, StandIn>(ReferenceEqualityComparer.Instance);
        var chosen = new Dictionary<MemberTensor, Tensor>(ReferenceEqualityComparer.Instance);
        foreach (var (name, value) in all)
        {
            ArgumentNullException.ThrowIfNull(value);
            if (!byName.TryGetValue(name, out var member))
            {
                // As in Python, a name that nobody asks for is let be, but the modules on the way to it have to be there.
                module.GetSubmodule(name[..Math.Max(name.LastIndexOf('.'), 0)]);
                continue;
            }

            if (chosen.TryGetValue(member, out var other) && !ReferenceEquals(other, value))
            {
                var names = string.Join(", ", tied[member].Order(StringComparer.Ordinal).Select(tiedName => $"'{tiedName}'"));
                throw new TorchValueException($"functional_call got multiple values for keys [{names}], which are tied. Consider using tie_weights=False");
            }

            chosen[member] = value;
            given[member] = new StandIn.Given(value);
        }

        return given;
    }

    private static void RequireNames(Module module, List<(string Name, MemberTensor Member)> members, Dictionary<string, Tensor> all, ILookup<MemberTensor, string> tied)
    {
        var names = members.Select(one => one.Name).ToHashSet();
        var unexpected = all.Keys.Where(name => !names.Contains(name)).Select(PythonText.Quoted).ToList();
        var missing = members.Where(one => !tied[one.Member].Any(all.ContainsKey)).Select(one => PythonText.Quoted(one.Name)).ToList();
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
