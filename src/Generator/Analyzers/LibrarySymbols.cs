using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LibTorch.SourceGeneration;

/// <summary>Distinguishes this library's types from others of the same names.</summary>
internal static class LibrarySymbols
{
    /// <summary>Whether a type is Tensor, or derives from it.</summary>
    public static bool IsTensor(ITypeSymbol? type)
    {
        if (type is ITypeParameterSymbol parameter)
        {
            return parameter.ConstraintTypes.Any(IsTensor);
        }

        for (; type is not null; type = type.BaseType)
        {
            if (Is(type, "Tensor"))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a type is the one with this name in the namespace LibTorch.</summary>
    public static bool Is(ITypeSymbol? type, string name) =>
        type is INamedTypeSymbol { Arity: 0, ContainingType: null } && type.Name == name && IsLibrary(type.ContainingNamespace);

    /// <summary>Whether a namespace is LibTorch.</summary>
    public static bool IsLibrary(INamespaceSymbol? space) => space is { Name: nameof(LibTorch), ContainingNamespace.IsGlobalNamespace: true };

    /// <summary>The operation as written in the source, without the conversions that the compiler adds.</summary>
    public static IOperation? Written(IOperation? operation)
    {
        while (operation is IConversionOperation { IsImplicit: true, OperatorMethod: null } conversion)
        {
            operation = conversion.Operand;
        }

        return operation;
    }
}
