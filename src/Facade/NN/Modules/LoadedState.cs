namespace LibTorch.NN;

/// <summary>A state on its way into a module, for the hooks that run before; what <c>register_load_state_dict_pre_hook</c> gives them.</summary>
public sealed class LoadedState
{
    internal LoadedState(StateDict stateDict, string prefix, IList<string> missingKeys, IList<string> unexpectedKeys, IList<string> errors) =>
        (StateDict, Prefix, MissingKeys, UnexpectedKeys, Errors) = (stateDict, prefix, missingKeys, unexpectedKeys, errors);

    /// <summary>What there is for the module and those below it. It is not the dictionary that was given, so it may be changed.</summary>
    public StateDict StateDict { get; }

    /// <summary>What the module's names begin with in it.</summary>
    public string Prefix { get; }

    /// <summary>How the layout of the module's state is numbered there; null where the state does not say.</summary>
    public int? Version => StateDict.Versions.TryGetValue(Path, out var version) ? version : null;

    // The module's way, without the dot behind.
    internal string Path => Prefix.Length == 0 ? "" : Prefix[..^1];

    /// <summary>Names that were looked for in vain so far.</summary>
    public IList<string> MissingKeys { get; }

    /// <summary>Names that nobody wants, so far.</summary>
    public IList<string> UnexpectedKeys { get; }

    /// <summary>What else is wrong: with any message here, nothing is loaded.</summary>
    public IList<string> Errors { get; }
}
