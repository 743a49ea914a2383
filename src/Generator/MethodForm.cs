namespace LibTorch.SourceGeneration;

/// <summary>The form of an operator's method; its documentation depends on the method's parameters.</summary>
/// <param name="Instance">Whether the first argument is the tensor that the method belongs to.</param>
internal sealed record MethodForm(bool Instance)
{
    public bool IsProperty { get; init; }

    /// <summary>Whether the list of integers is the only parameter besides the tensor.</summary>
    public bool OnlyList { get; init; }

    /// <summary>The number of integers that it takes separately instead of the list; 0 for the list.</summary>
    public int Extents { get; init; }

    /// <summary>The qualification of the facade's types in code of another namespace.</summary>
    public string Space { get; init; } = string.Empty;

    /// <summary>Python's function and its documentation page, if it is not the operator's own.</summary>
    public (string Name, string Page)? Follows { get; init; }
}
