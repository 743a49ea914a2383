namespace LibTorch;

/// <summary>Tells .NET's notebooks how to show a type. They look for an attribute of this name in any assembly, so that no dependency on them is needed.</summary>
/// <param name="formatterSourceType">What makes the formatters.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct)]
internal sealed class TypeFormatterSourceAttribute(Type formatterSourceType) : Attribute
{
    /// <summary>What makes the formatters: a class with a method <c>CreateTypeFormatters</c>.</summary>
    public Type FormatterSourceType => formatterSourceType;

    /// <summary>What a value at the end of a cell is shown as; anything else where it is asked for.</summary>
    public string[] PreferredMimeTypes { get; set; } = [];
}
