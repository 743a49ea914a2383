namespace LibTorch.NN;

/// <summary>What <see cref="Module.LoadStateDict"/> found not to match; what <c>load_state_dict</c> returns.</summary>
/// <param name="MissingKeys">The module's names that the state has nothing for.</param>
/// <param name="UnexpectedKeys">The state's names that the module has nothing for.</param>
public sealed record IncompatibleKeys(IList<string> MissingKeys, IList<string> UnexpectedKeys)
{
    /// <summary>PyTorch's text: <c>&lt;All keys matched successfully&gt;</c>, or the keys.</summary>
    public override string ToString() => MissingKeys.Count + UnexpectedKeys.Count == 0
        ? "<All keys matched successfully>"
        : $"_IncompatibleKeys(missing_keys={List(MissingKeys)}, unexpected_keys={List(UnexpectedKeys)})";

    private static string List(IEnumerable<string> keys) => $"[{string.Join(", ", keys.Select(key => $"'{key}'"))}]";
}
