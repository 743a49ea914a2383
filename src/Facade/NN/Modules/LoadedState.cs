namespace LibTorch.NN;

/// <summary>
/// A state that is being loaded into a module, for the hooks that run before that; the arguments of
/// <c>register_load_state_dict_pre_hook</c>'s hooks.
/// </summary>
public sealed class LoadedState
{
    internal LoadedState(StateDict stateDict, string prefix, IList<string> missingKeys, IList<string> unexpectedKeys, IList<string> errors) =>
        (StateDict, Prefix, MissingKeys, UnexpectedKeys, Errors) = (stateDict, prefix, missingKeys, unexpectedKeys, errors);

    /// <summary>The entries for the module and its submodules. This is a copy of the given dictionary, so a hook may change it.</summary>
    public StateDict StateDict { get; }

    /// <summary>The prefix of the module's names in the state.</summary>
    public string Prefix { get; }

    /// <summary>The version of the module's state layout in the state; null if the state has none.</summary>
    public int? Version => StateDict.Versions.TryGetValue(Path, out var version) ? version : null;

    // The module's path, without the final dot.
    internal string Path => Prefix.Length == 0 ? "" : Prefix[..^1];

    /// <summary>The names of the module missing so far.</summary>
    public IList<string> MissingKeys { get; }

    /// <summary>The unexpected names so far.</summary>
    public IList<string> UnexpectedKeys { get; }

    /// <summary>Other error messages; if there are any, nothing is loaded.</summary>
    public IList<string> Errors { get; }
}
