namespace LibTorch.SourceGeneration;

/// <summary>Finds overloads that a call without the optional arguments could not tell apart: std(unbiased=True) and std(dim=None, …).</summary>
internal static class OverloadPreference
{
    /// <summary>Marks, among such overloads, the one with the fewest parameters as the one that is meant.</summary>
    public static void Mark(IEnumerable<OperatorSchema> operators)
    {
        foreach (var alike in operators.GroupBy(RequiredPart))
        {
            var byLength = alike.OrderBy(schema => schema.Arguments.Count).ToList();

            // One without optional parameters is what C# prefers anyway.
            byLength[0].IsPreferred = byLength.Count > 1 && byLength[0].Arguments.Any(argument => argument.Default is not null);
        }

        MarkThoseThatAsk(operators);
    }

    // std(dim, unbiased=True, …) and std(dim=None, correction=None, …): what the second may be given, the first has to be.
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
        [.. schema.Arguments.Where(argument => TypeTable.Default(argument) is null == required).Select(argument => TypeTable.Parameter(argument).Type)];

    private static (string, bool, string) RequiredPart(OperatorSchema schema)
    {
        var required = schema.Arguments.Where(argument => TypeTable.Default(argument) is null).Select(argument => TypeTable.Parameter(argument).Type);
        return (schema.BaseName, schema.IsOut, string.Join(", ", required));
    }
}
