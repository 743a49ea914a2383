namespace LibTorch.Examples.Rules;

/// <summary>What checking a rule found: the printed lines, whether the rule held, and the table among the lines; null where an error came instead.</summary>
internal sealed record RuleReport(Rule Rule, IReadOnlyList<string> Lines, bool Held, DifferenceTable? Table = null);
