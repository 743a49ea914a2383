using System.Reflection;
using LibTorch.SourceGeneration;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LibTorch.Tests.Operators;

/// <summary>null where an argument may be None compiles, and means an overload whose argument may be.</summary>
public sealed class NullArgumentsTests
{
    [Fact]
    public void Null_means_None_in_every_method_of_which_there_are_several()
    {
        var calls = Classes().SelectMany(Calls).ToList();
        Assert.True(calls.Count > 1_000, $"{calls.Count} calls");
        var code = $"using LibTorch;\npublic static class Calls\n{{\npublic static void All()\n{{\n{string.Join('\n', calls.Select(call => call.Text))}\n}}\n}}";
        var tree = CSharpSyntaxTree.ParseText(code, cancellationToken: TestContext.Current.CancellationToken);
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path));
        var compilation = CSharpCompilation.Create("Nulls", [tree], references, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        var model = compilation.GetSemanticModel(tree);
        var bound = tree.GetRoot(TestContext.Current.CancellationToken).DescendantNodes().OfType<ExpressionStatementSyntax>().Select(statement => (InvocationExpressionSyntax)statement.Expression).ToList();
        Assert.Equal(calls.Count, bound.Count);
        var wrong = calls.Zip(bound, (call, invocation) => Fault(call, model.GetSymbolInfo(invocation))).OfType<string>().Distinct().ToList();
        Assert.True(wrong.Count == 0, $"{wrong.Count} of {calls.Count}:\n{string.Join('\n', wrong)}");
    }

    private static string? Fault((string Text, string Parameter) call, SymbolInfo found) => found.Symbol is not IMethodSymbol method
        ? $"{call.Text}: {found.CandidateReason} {string.Join(" | ", found.CandidateSymbols.Select(candidate => candidate.ToDisplayString()))}"
        : MayBeNull(method.Parameters.Single(parameter => parameter.Name == call.Parameter)) || IsOptional(method, call.Parameter) ? null : $"{call.Text}: means {method.ToDisplayString()}";

    // A list has null for None without saying so in its C# type.
    private static bool IsOptional(IMethodSymbol method, string parameter) => method.GetAttributes()
        .Where(mark => mark.AttributeClass!.Name == nameof(OperatorAttribute)).Select(mark => SchemaParser.Parse((string)mark.ConstructorArguments[0].Value!))
        .Any(schema => schema.Arguments.Any(argument => NameTable.Parameter(argument.Name) == parameter && argument.Type.EndsWith('?')));

    private static bool MayBeNull(IParameterSymbol parameter) => parameter.Type.NullableAnnotation == NullableAnnotation.Annotated
        || (parameter.HasExplicitDefaultValue && parameter.ExplicitDefaultValue is null);

    private static IEnumerable<Type> Classes() => new[] { typeof(TypeNamedFunctions), typeof(Torch), typeof(Tensor), typeof(LibTorch.NN.Functional) }.SelectMany(WithNested);

    private static IEnumerable<Type> WithNested(Type type) => type.GetNestedTypes().Where(nested => nested is { IsAbstract: true, IsSealed: true }).SelectMany(WithNested).Prepend(type);

    private static IEnumerable<(string Text, string Parameter)> Calls(Type type) => type
        .GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly)
        .Where(method => !method.IsSpecialName && !method.IsGenericMethod)
        .GroupBy(method => method.Name).Where(group => group.Count() > 1).SelectMany(group => group)
        .SelectMany(method => method.GetParameters().Where(TakesNull).Select(parameter => (Text(type, method, parameter), parameter.Name!)));

    private static bool TakesNull(ParameterInfo parameter) => Nullable.GetUnderlyingType(parameter.ParameterType) is not null
        || (parameter.HasDefaultValue && parameter.DefaultValue is null && (!parameter.ParameterType.IsValueType || parameter.ParameterType.Name is "IntList" or "FloatList"))
        || (!parameter.ParameterType.IsValueType && new NullabilityInfoContext().Create(parameter).WriteState == NullabilityState.Nullable);

    private static string Text(Type type, MethodInfo method, ParameterInfo parameter)
    {
        var target = method.IsStatic ? Name(type) : $"default({Name(type)})!";
        var required = method.GetParameters().Where(other => other == parameter || !other.IsOptional)
            .Select(other => $"@{other.Name}: {(other == parameter ? "null" : $"default({Name(other.ParameterType)})!")}");
        return $"{target}.{method.Name}({string.Join(", ", required)});";
    }

    private static string Name(Type type) => Nullable.GetUnderlyingType(type) is { } inner ? Name(inner) + "?"
        : type.IsArray ? $"{Name(type.GetElementType()!)}[{new string(',', type.GetArrayRank() - 1)}]"
        : type.IsGenericType ? $"global::{type.FullName!.Split('`')[0].Replace('+', '.')}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>"
        : "global::" + type.FullName!.Replace('+', '.');
}
