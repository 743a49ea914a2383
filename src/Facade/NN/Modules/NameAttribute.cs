namespace LibTorch.NN;

/// <summary>
/// The name of a module's member in its state and text, where it differs from the member's own name in Python's style:
/// <c>[Name("downsample")]</c>.
/// </summary>
/// <param name="name">The name, without a dot.</param>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property)]
public sealed class NameAttribute(string name) : Attribute
{
    /// <summary>The name.</summary>
    public string Name { get; } = name;
}
