namespace LibTorch.SourceGeneration;

/// <summary>One operator as its schema describes it.</summary>
public sealed class OperatorSchema(string text, string name, string overload, List<SchemaArgument> arguments, List<SchemaResult> results)
{
    /// <summary>The line as written.</summary>
    public string Text { get; } = text;

    /// <summary>The name with its namespace: aten::add_.</summary>
    public string Name { get; } = name;

    /// <summary>The overload's name, or an empty text.</summary>
    public string Overload { get; } = overload;

    public IReadOnlyList<SchemaArgument> Arguments { get; } = arguments;

    public IReadOnlyList<SchemaResult> Results { get; } = results;

    /// <summary>Which of the snapshots have it, as a sentence; empty when there is only one snapshot.</summary>
    public string Versions { get; set; } = string.Empty;

    /// <summary>The first snapshot's version that has it; null when the oldest one does.</summary>
    public string? Since { get; set; }

    /// <summary>What its documentation says; null where no table has it.</summary>
    public OperatorSummary? Summary { get; set; }

    /// <summary>Whether there is an operator of the same name that does not write to its first argument.</summary>
    public bool HasFunctionalForm { get; set; }

    /// <summary>Whether a call that several overloads would fit means this one.</summary>
    public bool IsPreferred { get; set; }

    /// <summary>How many overloads deep others are whose arguments cannot be None where this one's can: null means this one.</summary>
    public int NoneRank { get; set; }

    /// <summary>Whether the integers may come one by one and other arguments after them: zeros(2, 3, dtype=...).</summary>
    public bool TakesExtents => IsOfAten && TakesVarargs && Arguments.Any(a => a.KeywordOnly && a.Name == "dtype");

    /// <summary>The name without the namespace: add_.</summary>
    public string BaseName => Name.Substring(Name.IndexOf("::", System.StringComparison.Ordinal) + 2);

    public string FullName => Overload.Length == 0 ? Name : Name + "." + Overload;

    /// <summary>Whether it is one of PyTorch's own, for which Python has rules beyond the schema.</summary>
    public bool IsOfAten => Name.StartsWith("aten::", System.StringComparison.Ordinal);

    /// <summary>Whether it can be an instance method: the first argument is a tensor called self.</summary>
    public bool HasSelf => Arguments.Count > 0 && Arguments[0].Name == "self" && Arguments[0].Type == "Tensor";

    /// <summary>Whether the results go to tensors that the caller gives.</summary>
    public bool IsOut => Arguments.Any(a => a.KeywordOnly && a.Written);

    /// <summary>Whether it is the form that writes to its first argument: add_.</summary>
    public bool IsInPlace => HasSelf && Arguments[0].Written && BaseName.EndsWith("_", System.StringComparison.Ordinal);

    /// <summary>Whether a tensor takes part, alone or in a list.</summary>
    public bool TouchesTensor => Arguments.Select(a => a.Type).Concat(Results.Select(r => r.Type)).Any(type => type.StartsWith("Tensor", System.StringComparison.Ordinal));

    /// <summary>Whether it makes a tensor of given dtype and place, so that it can be asked to require grad.</summary>
    public bool IsFactory =>
        IsOfAten && Results.Count == 1 && Results[0].Type == "Tensor" && !BaseName.StartsWith("to", System.StringComparison.Ordinal)
        && Arguments.Any(a => a.Name == "pin_memory") && Arguments.Any(a => a.Name == "dtype");

    /// <summary>Whether Python takes the integers of its one argument one by one, x.view(2, 3), and nothing else has to be given.</summary>
    public bool TakesVarargs
    {
        get
        {
            if (Arguments.Any(a => a.KeywordOnly && a.Default is null))
            {
                return false;
            }

            var positional = Arguments.Skip(HasSelf ? 1 : 0).Where(a => !a.KeywordOnly).ToList();
            return positional.Count == 1 && positional[0].Default is null && positional[0].Type is ("int[]" or "SymInt[]");
        }
    }
}
