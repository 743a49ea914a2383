namespace LibTorch;

/// <summary>Tells .NET's notebooks how to show a type. They look for an attribute of this name in any assembly, so that no dependency on them is needed.</summary>
/// <param name="formatterSourceType">The type that creates the formatters.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct)]
internal sealed class TypeFormatterSourceAttribute(Type formatterSourceType) : Attribute
{
    /// <summary>The type that creates the formatters: a class with a method <c>CreateTypeFormatters</c>.</summary>
    public Type FormatterSourceType => formatterSourceType;

    /// <summary>The MIME types in which a value at the end of a cell is shown; others are used where they are asked for.</summary>
    public string[] PreferredMimeTypes { get; set; } = [];
}
