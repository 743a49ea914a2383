namespace LibTorch.NN;

/// <summary>What a member of a module is called in its state and its text, where that is not its own name as Python writes it: <c>[Name("downsample")]</c>.</summary>
/// <param name="name">The name, without a dot.</param>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property)]
public sealed class NameAttribute(string name) : Attribute
{
    /// <summary>The name.</summary>
    public string Name { get; } = name;
}
