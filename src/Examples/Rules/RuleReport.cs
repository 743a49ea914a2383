namespace LibTorch.Examples.Rules;

/// <summary>
/// The result of checking a rule: the printed lines, whether the rule held, and the table among the lines; null if there was an error
/// instead.
/// </summary>
internal sealed record RuleReport(Rule Rule, IReadOnlyList<string> Lines, bool Held, DifferenceTable? Table = null);
