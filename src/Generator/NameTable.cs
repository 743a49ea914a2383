using Microsoft.CodeAnalysis.CSharp;

namespace LibTorch.SourceGeneration;

/// <summary>The one table from PyTorch's names to C#'s.</summary>
public static class NameTable
{
    // The operators whose tensor argument Python lets be a number, which then is a wrapped one.
    private static readonly HashSet<string> TakeNumbers = new(
        new[] { "add", "sub", "subtract", "mul", "multiply", "div", "divide", "true_divide", "floor_divide" }
            .SelectMany(name => new[] { name, name + "_" }));

    // The arguments that are dimnames where the registry says str.
    private static readonly HashSet<string> DimensionNames = new() { "dim", "dims", "names", "out_dim", "start_dim", "end_dim", "dim0", "dim1", "order" };

    // Families that stand in a nested class of their own.
    private static readonly Dictionary<string, string> Families = new()
    {
        ["linalg_"] = "Linalg",
        ["fft_"] = "FFT",
        ["special_"] = "Special",
    };

    /// <summary>Whether a method would have the name of a property: t() and the property T.</summary>
    public static bool IsFunctionOnly(string baseName) => baseName == "t";

    /// <summary>Whether Python lets a number stand for this operator's second tensor.</summary>
    public static bool TakesNumbers(string baseName) => TakeNumbers.Contains(baseName);

    /// <summary>Whether a text names a dimension, which libtorch wants marked as such.</summary>
    public static bool NamesDimensions(SchemaArgument argument) => DimensionNames.Contains(argument.Name);

    /// <summary>Whether a number may stand for this tensor argument.</summary>
    public static bool TakesNumber(OperatorSchema schema, SchemaArgument argument) =>
        TakesNumbers(schema.BaseName) && argument is { Name: "other", Type: "Tensor" };

    /// <summary>The nested class an operator belongs to, or null; and its name there.</summary>
    public static (string? Family, string Method) Method(string baseName)
    {
        foreach (var family in Families)
        {
            if (baseName.StartsWith(family.Key, System.StringComparison.Ordinal))
            {
                return (family.Value, Pascal(baseName.Substring(family.Key.Length)));
            }
        }

        return (null, Pascal(baseName));
    }

    /// <summary>An argument's name: keep_dim becomes keepDim; self, where it is an argument, input.</summary>
    public static string Parameter(string name)
    {
        var pascal = Pascal(name == "self" ? "input" : name);
        var camel = char.ToLowerInvariant(pascal[0]) + pascal.Substring(1);
        return SyntaxFacts.GetKeywordKind(camel) != SyntaxKind.None ? "@" + camel : camel;
    }

    /// <summary>foo_bar_ becomes FooBar_; a leading underscore stays.</summary>
    public static string Pascal(string name)
    {
        var words = name.Split('_').Select(word => word.Length == 0 ? string.Empty : char.ToUpperInvariant(word[0]) + word.Substring(1));
        var joined = string.Concat(words);
        return (name[0] == '_' ? "_" : string.Empty) + joined + (name[name.Length - 1] == '_' ? "_" : string.Empty);
    }
}
