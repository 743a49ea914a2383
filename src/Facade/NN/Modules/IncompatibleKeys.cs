namespace LibTorch.NN;

/// <summary>The names for which <see cref="Module.LoadStateDict"/> found no match; the result of <c>load_state_dict</c>.</summary>
/// <param name="MissingKeys">Names of the module that are missing in the state.</param>
/// <param name="UnexpectedKeys">Names of the state that are unknown to the module.</param>
public sealed record IncompatibleKeys(IList<string> MissingKeys, IList<string> UnexpectedKeys)
{
    /// <summary>PyTorch's text: <c>&lt;All keys matched successfully&gt;</c>, or the keys.</summary>
    public override string ToString() => MissingKeys.Count + UnexpectedKeys.Count == 0
        ? "<All keys matched successfully>"
        : $"_IncompatibleKeys(missing_keys={List(MissingKeys)}, unexpected_keys={List(UnexpectedKeys)})";

    private static string List(IEnumerable<string> keys) => $"[{string.Join(", ", keys.Select(key => $"'{key}'"))}]";
}
