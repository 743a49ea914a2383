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

    /// <summary>A sentence about the snapshots that have the operator; empty if there is only one snapshot.</summary>
    public string Versions { get; set; } = string.Empty;

    /// <summary>The version of the first snapshot that has it; null if that is the oldest one.</summary>
    public string? Since { get; set; }

    /// <summary>Its documentation; null if no table has it.</summary>
    public OperatorSummary? Summary { get; set; }

    /// <summary>Whether there is an operator of the same name that is not in-place.</summary>
    public bool HasFunctionalForm { get; set; }

    /// <summary>Whether this overload is preferred in a call that fits several overloads.</summary>
    public bool IsPreferred { get; set; }

    /// <summary>
    /// A rank of overloads that accept None where others do not, by the length of the chain of such others: a null argument then selects
    /// this overload.
    /// </summary>
    public int NoneRank { get; set; }

    /// <summary>Whether the integers may be given separately, followed by other arguments: zeros(2, 3, dtype=...).</summary>
    public bool TakesExtents => IsOfAten && TakesVarargs && Arguments.Any(a => a.KeywordOnly && a.Name == "dtype");

    /// <summary>The name without the namespace: add_.</summary>
    public string BaseName => Name.Substring(Name.IndexOf("::", System.StringComparison.Ordinal) + 2);

    public string FullName => Overload.Length == 0 ? Name : Name + "." + Overload;

    /// <summary>Whether it is one of PyTorch's own operators, for which Python has rules beyond the schema.</summary>
    public bool IsOfAten => Name.StartsWith("aten::", System.StringComparison.Ordinal);

    /// <summary>Whether it can be an instance method: the first argument is a tensor called self.</summary>
    public bool HasSelf => Arguments.Count > 0 && Arguments[0].Name == "self" && Arguments[0].Type == "Tensor";

    /// <summary>Whether the results are written to out tensors.</summary>
    public bool IsOut => Arguments.Any(a => a.KeywordOnly && a.Written);

    /// <summary>Whether it is an in-place operator: add_.</summary>
    public bool IsInPlace => HasSelf && Arguments[0].Written && BaseName.EndsWith("_", System.StringComparison.Ordinal);

    /// <summary>Whether an argument or result is a tensor or a list of tensors.</summary>
    public bool TouchesTensor => Arguments.Select(a => a.Type).Concat(Results.Select(r => r.Type)).Any(type => type.StartsWith("Tensor", System.StringComparison.Ordinal));

    /// <summary>Whether it creates a tensor with a given dtype and device, so that requires_grad can be given.</summary>
    public bool IsFactory =>
        IsOfAten && Results.Count == 1 && Results[0].Type == "Tensor" && !BaseName.StartsWith("to", System.StringComparison.Ordinal)
        && Arguments.Any(a => a.Name == "pin_memory") && Arguments.Any(a => a.Name == "dtype");

    /// <summary>
    /// Whether Python accepts the integers of its one argument separately, x.view(2, 3), and no other argument is required.
    /// </summary>
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
