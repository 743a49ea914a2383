using LibTorch.NN;
using Microsoft.CodeAnalysis;

namespace LibTorch.SourceGeneration;

/// <summary>A field or property of a module's class that is a part of the module, or looks like one.</summary>
internal sealed class ModuleMember
{
    private const string Space = "LibTorch.NN";
    private static readonly string[] Kinds = ["Module", "Parameter", "Buffer"];

    private ModuleMember(ISymbol symbol, ITypeSymbol type) => (Symbol, Type) = (symbol, type);

    public ISymbol Symbol { get; }

    public ITypeSymbol Type { get; }

    /// <summary>Whether the compiler has made the field that holds it.</summary>
    public bool IsProperty => Symbol is IPropertySymbol;

    /// <summary>Its type, as any file can write it.</summary>
    public string TypeName => Type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat.AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier));

    /// <summary>Whether it is a part of the module.</summary>
    public bool IsPart => Array.Exists(Kinds, kind => Is(Type, kind));

    /// <summary>Whether it holds what would be parts if they did not lie in a collection.</summary>
    public bool IsCollection => !IsPart && Elements(Type).Any(element => Array.Exists(Kinds, kind => Is(element, kind)));

    /// <summary>What it is called in the module's state.</summary>
    public string Name => Symbol.GetAttributes()
        .Where(attribute => attribute.AttributeClass is { Name: "NameAttribute" } type && type.ContainingNamespace.ToDisplayString() == Space)
        .Select(attribute => attribute.ConstructorArguments.FirstOrDefault().Value as string)
        .FirstOrDefault() ?? MemberName.Of(Symbol.Name);

    /// <summary>The fields and properties that hold a value, in the order in which they are written.</summary>
    public static IEnumerable<ModuleMember> Of(INamedTypeSymbol type)
    {
        var held = new HashSet<ISymbol>(type.GetMembers().OfType<IFieldSymbol>().Select(field => field.AssociatedSymbol).OfType<ISymbol>(), SymbolEqualityComparer.Default);
        foreach (var member in type.GetMembers())
        {
            if (member is IFieldSymbol { IsStatic: false, IsImplicitlyDeclared: false } field)
            {
                yield return new ModuleMember(field, field.Type);
            }
            else if (member is IPropertySymbol { IsStatic: false, IsIndexer: false } property && held.Contains(property))
            {
                yield return new ModuleMember(property, property.Type);
            }
        }
    }

    /// <summary>Whether a type is this one of the library's, or derives from it.</summary>
    public static bool Is(ITypeSymbol? type, string name)
    {
        if (type is ITypeParameterSymbol parameter)
        {
            return parameter.ConstraintTypes.Any(constraint => Is(constraint, name));
        }

        for (; type is not null; type = type.BaseType)
        {
            if (type.Name == name && type is INamedTypeSymbol { IsGenericType: false } && type.ContainingNamespace?.ToDisplayString() == Space)
            {
                return true;
            }
        }

        return false;
    }

    private static IEnumerable<ITypeSymbol> Elements(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => [array.ElementType],
        INamedTypeSymbol { SpecialType: not SpecialType.System_String } named => named.AllInterfaces.Add(named)
            .Where(one => one.OriginalDefinition.SpecialType == SpecialType.System_Collections_Generic_IEnumerable_T)
            .SelectMany(one => one.TypeArguments[0] is INamedTypeSymbol { Name: "KeyValuePair" } pair ? pair.TypeArguments : one.TypeArguments),
        _ => [],
    };
}
