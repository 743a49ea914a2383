namespace LibTorch;

/// <summary>Arguments of a method of TorchScript while they are taken: which collections the one lies in that is taken now.</summary>
internal sealed class ScriptArguments(string method)
{
    // Deeper ones would be a danger to the stack, and no network needs them.
    private const int MaxDepth = 100;

    private readonly List<object> _above = [];

    /// <summary>What messages call the callee.</summary>
    public string Method { get; } = method;

    /// <summary>Goes down into a collection.</summary>
    /// <exception cref="ArgumentException">It is a part of itself, or they lie in each other too deep.</exception>
    public void Enter(object collection)
    {
        if (_above.Count == MaxDepth || _above.Exists(one => ReferenceEquals(one, collection)))
        {
            throw new ArgumentException($"{Method}: an argument is a part of itself, or nested more than {MaxDepth} times.");
        }

        _above.Add(collection);
    }

    /// <summary>Comes up again.</summary>
    public void Leave() => _above.RemoveAt(_above.Count - 1);
}
