namespace LibTorch.SourceGeneration;

/// <summary>Merges the snapshots of several libtorch versions into one set of operators.</summary>
/// <remarks>
/// The newest schema determines the method's signature. Arguments are matched by name at run time, so for an older libtorch only its names
/// of arguments, and its missing arguments, have to be known.
/// </remarks>
internal static class SnapshotMerger
{
    /// <param name="snapshots">The operators of each version, the oldest version first.</param>
    public static List<OperatorSchema> Merge(IReadOnlyList<(string Version, IReadOnlyList<OperatorSchema> Operators)> snapshots)
    {
        var merged = new List<OperatorSchema>();
        var all = snapshots.SelectMany(snapshot => snapshot.Operators.Select(schema => (snapshot.Version, Schema: schema)));
        foreach (var versions in all.GroupBy(one => one.Schema.FullName).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            var newest = versions.Last().Schema;
            var older = versions.Reverse().Skip(1).Select(one => one.Schema).ToList();
            var arguments = newest.Arguments.Select((argument, i) => Across(newest, argument, i, older)).ToList();
            var first = versions.First().Version;
            merged.Add(new OperatorSchema(newest.Text, newest.Name, newest.Overload, arguments, [.. newest.Results])
            {
                Since = first == snapshots[0].Version ? null : first,
                Versions = InWords([.. snapshots.Select(one => one.Version)], [.. versions.Select(one => one.Version)]),
            });
        }

        return merged;
    }

    private static string InWords(List<string> all, List<string> having)
    {
        var sinceFirst = all.Skip(all.IndexOf(having[0]));
        return all.Count == 1 ? string.Empty
            : sinceFirst.SequenceEqual(having) ? $"Since libtorch {having[0]}."
            : $"Only in libtorch {string.Join(", ", having)}.";
    }

    private static SchemaArgument Across(OperatorSchema newest, SchemaArgument argument, int place, List<OperatorSchema> older)
    {
        var known = older.Select(schema => Counterpart(newest, argument, place, schema)).ToList();
        var names = known.OfType<SchemaArgument>().Select(other => other.Name).Prepend(argument.Name).Distinct();
        return argument.Seen(names, everywhere: !known.Contains(null));
    }

    // The argument of the same name; or a renamed one: at the same position, if neither name is used for another argument.
    private static SchemaArgument? Counterpart(OperatorSchema newest, SchemaArgument argument, int place, OperatorSchema older)
    {
        var same = older.Arguments.FirstOrDefault(other => other.Name == argument.Name);
        if (same is not null || place >= older.Arguments.Count)
        {
            return same;
        }

        var there = older.Arguments[place];
        var renamed = newest.Arguments.All(other => other.Name != there.Name) && TypeTable.AreAlike(there.Type, argument.Type);
        return renamed ? there : null;
    }
}
