using Microsoft.CodeAnalysis;

namespace LibTorch.SourceGeneration;

/// <summary>Information that the schemas of aten's operators give about the methods that carry them.</summary>
internal static class OperatorSchemas
{
    private const string Aten = "aten::";

    /// <summary>
    /// The schemas in a method's attributes, if they are aten's. Other libraries' schemas may not mark the arguments that are written to.
    /// </summary>
    public static IEnumerable<string> Of(IMethodSymbol method) => method.GetAttributes()
        .Where(attribute => LibrarySymbols.Is(attribute.AttributeClass, "OperatorAttribute"))
        .Select(attribute => attribute.ConstructorArguments.FirstOrDefault().Value as string ?? "")
        .Where(schema => schema.StartsWith(Aten, StringComparison.Ordinal));

    /// <summary>Whether one of the arguments is written to.</summary>
    public static bool Writes(string schema) => schema.IndexOf('!') >= 0;

    /// <summary>Whether there is a tensor among the arguments.</summary>
    public static bool TakesTensor(string schema) => schema.IndexOf("Tensor", StringComparison.Ordinal) is >= 0 and var tensor && tensor < schema.IndexOf(") -> ", StringComparison.Ordinal);
}
