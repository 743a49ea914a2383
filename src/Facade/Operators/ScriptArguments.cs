namespace LibTorch;

/// <summary>Tracks, while the arguments of a TorchScript method are converted, the collections that contain the current one.</summary>
internal sealed class ScriptArguments(string method)
{
    // Deeper nesting could overflow the stack, and no network needs it.
    private const int MaxDepth = 100;

    private readonly List<object> _above = [];

    /// <summary>The callee's name in error messages.</summary>
    public string Method { get; } = method;

    /// <summary>Enters a collection.</summary>
    /// <exception cref="ArgumentException">The collection contains itself, or the nesting is too deep.</exception>
    public void Enter(object collection)
    {
        if (_above.Count == MaxDepth || _above.Exists(one => ReferenceEquals(one, collection)))
        {
            throw new ArgumentException($"{Method}: an argument is a part of itself, or nested more than {MaxDepth} times.");
        }

        _above.Add(collection);
    }

    /// <summary>Leaves the innermost collection.</summary>
    public void Leave() => _above.RemoveAt(_above.Count - 1);
}
