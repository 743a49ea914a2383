using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LibTorch.SourceGeneration;

/// <summary>
/// A class with [OperatorLibrary]. It keeps no reference to the compilation, so that the incremental generator finds equal values equal.
/// </summary>
internal readonly record struct LibraryClass(string Namespace, string Name, string Library, bool IsFit, Spot Place)
{
    public const string Attribute = "LibTorch.OperatorLibraryAttribute";

    /// <summary>One for each attribute on the class.</summary>
    public static ImmutableArray<LibraryClass> Of(GeneratorAttributeSyntaxContext found)
    {
        var type = (INamedTypeSymbol)found.TargetSymbol;
        var partial = ((TypeDeclarationSyntax)found.TargetNode).Modifiers.Any(SyntaxKind.PartialKeyword);
        var fit = partial && type is { IsStatic: true, IsGenericType: false, ContainingType: null };
        var space = type.ContainingNamespace.IsGlobalNamespace ? string.Empty : type.ContainingNamespace.ToDisplayString();
        return
        [
            .. found.Attributes
                .Where(attribute => attribute.ConstructorArguments.Length == 1 && attribute.ConstructorArguments[0].Value is string)
                .Select(attribute => new LibraryClass(space, type.Name, (string)attribute.ConstructorArguments[0].Value!, fit, Spot.Of(attribute))),
        ];
    }
}
