namespace LibTorch.SourceGeneration;

/// <summary>Which of an operator's methods it is; its documentation says what that method's parameters are.</summary>
/// <param name="Instance">Whether the first argument is the tensor that the method belongs to.</param>
internal sealed record MethodForm(bool Instance)
{
    public bool IsProperty { get; init; }

    /// <summary>Whether the list of integers is all that it takes, but for the tensor.</summary>
    public bool OnlyList { get; init; }

    /// <summary>How many integers it takes one by one instead of the list; 0 for the list.</summary>
    public int Extents { get; init; }

    /// <summary>What code of another namespace writes before the facade's types.</summary>
    public string Space { get; init; } = string.Empty;

    /// <summary>Python's function, and the page about it, where it is not the operator's own.</summary>
    public (string Name, string Page)? Follows { get; init; }
}
