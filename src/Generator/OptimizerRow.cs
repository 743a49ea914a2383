namespace LibTorch.SourceGeneration;

/// <summary>An optimizer of the table, and its options.</summary>
internal sealed class OptimizerRow
{
    private OptimizerRow(string name, string does) => (Name, Does) = (name, does);

    public string Name { get; }

    public string Does { get; }

    public List<OptimizerSetting> Options { get; } = [];

    /// <summary>The order of the options in a parameter group, by version, the newest first.</summary>
    public List<(string Since, string Names)> Orders { get; } = [];

    /// <summary>The row that begins at a line, or null if none does: rows begin with a capital letter.</summary>
    public static OptimizerRow? Of(string line) => char.IsUpper(line[0]) && line.IndexOf(" | ", StringComparison.Ordinal) is > 0 and var end
        ? new OptimizerRow(line.Substring(0, end), line.Substring(end + 3))
        : null;

    /// <summary>Reads a further line of the optimizer; returns whether it is valid.</summary>
    public bool Take(string line)
    {
        if (line[0] != '=')
        {
            var option = OptimizerSetting.Of(line);
            Options.AddRange(option is null ? [] : [option]);
            return option is not null;
        }

        var words = line.Substring(2).Split(' ');
        var isNewer = words[0] == "since";
        Orders.Insert(0, (isNewer ? OptimizerSetting.Version(words[1]) : "(0, 0)", string.Join(" ", isNewer ? words.Skip(2) : words)));
        return true;
    }
}
