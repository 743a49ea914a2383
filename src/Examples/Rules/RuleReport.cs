namespace LibTorch.Examples.Rules;

/// <summary>What checking a rule found: the printed table, and whether the rule held.</summary>
internal sealed record RuleReport(Rule Rule, IReadOnlyList<string> Lines, bool Held);
