using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace LibTorch.Tests;

/// <summary>C# expressions, compiled as a user's program would be; one that does not compile keeps the compiler's message.</summary>
internal static class CompiledCalls
{
    private const string Head = """
        using System; using System.Linq; using System.Runtime.CompilerServices; using LibTorch; using LibTorch.NN;
        public static class Calls
        {
            static object?[] Pick(ITuple results, params int[] places) => places.Select(place => results[place]).ToArray();
            public static readonly (int Line, Func<Tensor[], object?> Call)[] All = new (int, Func<Tensor[], object?>)[] {

        """;

    /// <summary>The calls, and the messages in place of those that do not compile.</summary>
    public static (Dictionary<int, Func<Tensor[], object?>> Calls, Dictionary<int, string> Messages) Compile(
        IReadOnlyList<string> expressions, string usings = "")
    {
        var messages = new Dictionary<int, string>();
        var assembly = Emit(expressions, messages, usings) ?? Emit(expressions, messages, usings) ?? throw new InvalidOperationException(messages.Values.First());
        var all = ((int, Func<Tensor[], object?>)[])assembly.GetType("Calls")!.GetField("All")!.GetValue(null)!;
        return (all.ToDictionary(pair => pair.Item1, pair => pair.Item2), messages);
    }

    private static System.Reflection.Assembly? Emit(IReadOnlyList<string> expressions, Dictionary<int, string> messages, string usings)
    {
        var code = new StringBuilder(usings).Append(Head);
        var first = Head.Count(letter => letter == '\n');
        for (var i = 0; i < expressions.Count; i++)
        {
            code.Append(messages.ContainsKey(i) ? "" : $"({i}, t => {expressions[i]}),").Append('\n');
        }

        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path));
        var compilation = CSharpCompilation.Create(
            "Calls" + Guid.NewGuid().ToString("N"),
            [CSharpSyntaxTree.ParseText(code.Append("}; }").ToString())],
            references,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        using var image = new MemoryStream();
        var result = compilation.Emit(image);
        foreach (var error in result.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error))
        {
            messages.TryAdd(error.Location.GetLineSpan().StartLinePosition.Line - first, error.GetMessage(null));
        }

        return result.Success ? System.Reflection.Assembly.Load(image.ToArray()) : null;
    }
}
