namespace LibTorch;

/// <summary>Says which operator a method or property stands for, by its schema.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property, AllowMultiple = true)]
public sealed class OperatorAttribute(string schema) : Attribute
{
    /// <summary>The schema as it is in the generator's schema files.</summary>
    public string Schema { get; } = schema;
}
