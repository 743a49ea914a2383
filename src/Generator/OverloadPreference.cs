namespace LibTorch.SourceGeneration;

/// <summary>
/// Finds overloads that would be ambiguous in a call without the optional arguments: std(unbiased=True) and std(dim=None, …).
/// </summary>
internal static class OverloadPreference
{
    /// <summary>Marks the one with the fewest parameters as preferred.</summary>
    public static void Mark(IEnumerable<OperatorSchema> operators)
    {
        foreach (var alike in operators.GroupBy(RequiredPart))
        {
            var byLength = alike.OrderBy(schema => schema.Arguments.Count).ToList();

            // An overload without optional parameters is preferred by C# anyway.
            byLength[0].IsPreferred = byLength.Count > 1 && byLength[0].Arguments.Any(argument => argument.Default is not null);
        }

        MarkThoseThatAsk(operators);
        MarkThoseThatTakeNone(operators);
    }

    // sum(dim: int[]?) and sum(*, dtype): arguments that are keyword-only in Python can be positional in C#, so a null would be ambiguous.
    // norm(ord: Scalar?) and norm(ord: str): null would also fit the string in C#, where Python accepts None only for the first.
    private static void MarkThoseThatTakeNone(IEnumerable<OperatorSchema> operators)
    {
        foreach (var alike in operators.GroupBy(schema => (schema.BaseName, schema.IsOut)).Where(group => group.Count() > 1))
        {
            var overloads = alike.ToList();
            overloads.ForEach(one => one.NoneRank = Rank(one, overloads, depth: 0));
        }
    }

    // The length of the longest chain of overloads in which each accepts None where the next does not.
    private static int Rank(OperatorSchema one, List<OperatorSchema> overloads, int depth) =>
        overloads.Where(other => depth < overloads.Count && TakesNoneBefore(one, other) && !TakesNoneBefore(other, one))
            .Select(other => 1 + Rank(other, overloads, depth + 1)).DefaultIfEmpty(0).Max();

    private static bool TakesNoneBefore(OperatorSchema one, OperatorSchema other) =>
        one.Arguments.Any(argument => argument.Type.EndsWith("?", StringComparison.Ordinal)
            && other.Arguments.Any(its => its.Name == argument.Name && !its.NamesDimensions && IsNullable(its)))
        || one.Arguments.Zip(other.Arguments, (argument, its) => !argument.KeywordOnly && argument.Type.EndsWith("?", StringComparison.Ordinal) && its.KeywordOnly && !its.Written).Any(comesFirst => comesFirst);

    // Whether the argument cannot be None, but its C# type accepts null.
    private static bool IsNullable(SchemaArgument argument) =>
        !argument.Type.EndsWith("?", StringComparison.Ordinal) && TypeTable.Parameter(argument).Type is not ("long" or "double" or "bool" or "Scalar");

    // std(dim, unbiased=True, …) and std(dim=None, correction=None, …): a call with the first one's required arguments also fits the
    // second, so the first is preferred.
    private static void MarkThoseThatAsk(IEnumerable<OperatorSchema> overloads)
    {
        foreach (var alike in overloads.GroupBy(schema => (schema.BaseName, schema.IsOut)).Where(group => group.Count() > 1))
        {
            foreach (var one in alike.Where(schema => schema.Arguments.Any(argument => argument.Default is not null)))
            {
                var required = Types(one, required: true);
                one.IsPreferred |= alike.Any(other =>
                    Types(other, required: true).Count < required.Count
                    && Types(other, required: true).Concat(Types(other, required: false)).Take(required.Count).SequenceEqual(required));
            }
        }
    }

    private static List<string> Types(OperatorSchema schema, bool required) =>
        [.. schema.Arguments.OrderBy(argument => argument.KeywordOnly && argument.Written ? 0 : 1).Where(argument => TypeTable.Default(argument) is null == required).Select(argument => TypeTable.Parameter(argument).Type)];

    private static (string, bool, string) RequiredPart(OperatorSchema schema)
    {
        var required = schema.Arguments.Where(argument => TypeTable.Default(argument) is null).Select(argument => TypeTable.Parameter(argument).Type);
        return (schema.BaseName, schema.IsOut, string.Join(", ", required));
    }
}
