using LibTorch.SourceGeneration;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace LibTorch.Tests.Generator;

/// <summary>What becomes of other libraries' schemas in other people's projects, and what their mistakes are answered with.</summary>
public sealed class OperatorLibraryGeneratorTests
{
    private const string Class = "[LibTorch.OperatorLibrary(\"lib\")] public static partial class Lib;";

    // Names and defaults that C# could stumble over.
    private const string Awkward = """
        # A comment, and an empty line

        lib::plain(Tensor self, Tensor other) -> Tensor
        lib::nothing() -> ()
        lib::words(Tensor x, int call, bool class=True, str how='a "b"', float far=-inf, str? none=None) -> Tensor
        lib::defaults(Tensor[] xs, float[] w=[0.5, 1.], int[2] k=[1, 2], ScalarType dtype=6, Scalar s=1, Device? d=None, MemoryFormat m=0) -> (Tensor a, Tensor b)
        lib::twin.a(Tensor x, int n) -> Tensor
        lib::twin.b(Tensor x, int m) -> Tensor
        lib::twin.c(Tensor? x, int m) -> Tensor
        lib::fill.out(Tensor x, *, Tensor(a!) out) -> Tensor(a!)
        lib::change_(Tensor(a!) self) -> Tensor(a!)
        lib::_hidden(Tensor _0, int _1) -> Tensor
        lib::many(Tensor?[] xs, Generator? g=None) -> (Tensor?, Tensor?[], int?, str[], Dict(str, Tensor), __torch__.torch.classes.lib.Thing, complex, Device)
        lib::tensor(Dict(str, Tensor) d, __torch__.torch.classes.lib.Thing? t=None) -> ScalarType
        other::unasked(Tensor x) -> Tensor
        """;

    [Theory]
    [InlineData("")]
    [InlineData("namespace Their.Own; public sealed class Tensor; public sealed class Device; public sealed class Operator;")]
    public void The_methods_compile_anywhere_without_a_warning(string around)
    {
        var (code, messages) = Compile($"{around}{Class}", ("lib.schemas.txt", Awkward));
        Assert.Empty(messages);
        Assert.Contains("public static global::LibTorch.Tensor Plain(this global::LibTorch.Tensor input, global::LibTorch.Tensor other)", code);
        Assert.Contains("public static void Nothing()", code);
        Assert.Contains("Twin(this global::LibTorch.Tensor x, long n)", code);
        Assert.Contains("TwinB(this global::LibTorch.Tensor x, long m)", code);
        Assert.Contains("FillOut(global::LibTorch.Tensor @out, global::LibTorch.Tensor x)", code);
        Assert.Contains("(global::LibTorch.Tensor A, global::LibTorch.Tensor B) Defaults(", code);
        Assert.Contains("[global::LibTorch.Operator(\"lib::plain(Tensor self, Tensor other) -> Tensor\")]", code);
        Assert.DoesNotContain("Unasked", code);
    }

    [Fact]
    public void One_class_can_take_several_libraries()
    {
        var (code, messages) = Compile("[LibTorch.OperatorLibrary(\"one\"), LibTorch.OperatorLibrary(\"two\")] static partial class Both;", ("a.schemas.txt", "one::f(Tensor x) -> Tensor"), ("b.schemas.txt", "two::g(Tensor x) -> Tensor"));
        Assert.Empty(messages);
        Assert.Contains("F(this", code);
        Assert.Contains("G(this", code);
    }

    [Theory]
    [InlineData("lib::f(Tensor x", "LTF001", "is not a schema of the form")]
    [InlineData("lib::f(Tensor x, int) -> Tensor", "LTF001", "'int' is not an argument")]
    [InlineData("lib::good(Tensor x, int n) -> Tensor", "LTF001", "lib::good has another schema too")]
    [InlineData("lib::f(Tensor x, Widget w) -> Tensor", "LTF002", "lib::f has no typed method: the type 'Widget' of argument 'w' has no C# counterpart; Torch.Ops[\"lib::f\"] reaches it")]
    [InlineData("lib::f(Tensor x) -> Future(t)", "LTF002", "the result type 'Future' has no C# counterpart")]
    [InlineData("lib::f(Tensor x, int n=many) -> Tensor", "LTF002", "the default 'many' of argument 'n' is no int")]
    [InlineData("lib::f(Tensor self, Tensor input) -> Tensor", "LTF002", "two of its arguments would have the same C# name")]
    [InlineData("lib::lib(Tensor x) -> Tensor", "LTF002", "its method would have the name of its class")]
    public void A_line_that_cannot_be_used_is_told_with_its_place(string line, string id, string text)
    {
        var (_, messages) = Compile(Class, ("mine.schemas.txt", $"lib::good(Tensor x) -> Tensor\n  {line}"));
        var message = Assert.Single(messages);
        Assert.Equal((id, id == "LTF001" ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning), (message.Id, message.Severity));
        Assert.Contains(text, message.GetMessage(), StringComparison.Ordinal);
        var place = message.Location.GetLineSpan();
        Assert.Equal(("mine.schemas.txt", 1), (place.Path, place.StartLinePosition.Line));
        Assert.True(place.StartLinePosition.Character >= 2, $"column {place.StartLinePosition.Character} is before the line's text");
    }

    [Theory]
    [InlineData("[LibTorch.OperatorLibrary(\"none\")] static partial class Lib;", "LTF003", "the namespace 'none'")]
    [InlineData("[LibTorch.OperatorLibrary(\"\")] static partial class Lib;", "LTF003", "the namespace ''")]
    [InlineData("[LibTorch.OperatorLibrary(\"lib\")] static class Lib;", "LTF004", "'Lib' has to be a static partial class")]
    [InlineData("[LibTorch.OperatorLibrary(\"lib\")] partial class Lib;", "LTF004", "'Lib' has to be a static partial class")]
    [InlineData("[LibTorch.OperatorLibrary(\"lib\")] static partial class Lib<T>;", "LTF004", "not generic")]
    [InlineData("static partial class Outer { [LibTorch.OperatorLibrary(\"lib\")] static partial class Lib; }", "LTF004", "not inside another type")]
    [InlineData("[LibTorch.OperatorLibrary(\"lib\")] partial record Lib;", "LTF004", "'Lib' has to be a static partial class")]
    public void A_mistake_at_the_attribute_is_told_where_it_is(string source, string id, string text)
    {
        var (_, messages) = Compile("\n" + source, ("lib.schemas.txt", "lib::f(Tensor x) -> Tensor"));
        var message = Assert.Single(messages);
        Assert.Equal(id, message.Id);
        Assert.Contains(text, message.GetMessage(), StringComparison.Ordinal);
        Assert.Equal(("Lib.cs", 1), (message.Location.GetLineSpan().Path, message.Location.GetLineSpan().StartLinePosition.Line));
    }

    [Fact]
    public void A_library_without_any_file_is_told_so() => Assert.Equal("LTF003", Assert.Single(Compile(Class).Messages).Id);

    [Fact]
    public void Typing_elsewhere_generates_nothing_anew()
    {
        var compilation = Project(Class);
        var options = new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true);
        GeneratorDriver driver = CSharpGeneratorDriver.Create([new OperatorLibraryGenerator().AsSourceGenerator()], [new SchemaText("lib.schemas.txt", "lib::f(Tensor x) -> Tensor")], driverOptions: options);
        driver = driver.RunGenerators(compilation, TestContext.Current.CancellationToken);
        driver = driver.RunGenerators(compilation.AddSyntaxTrees(CSharpSyntaxTree.ParseText("class Elsewhere;", cancellationToken: TestContext.Current.CancellationToken)), TestContext.Current.CancellationToken);
        var outputs = driver.GetRunResult().Results.Single().TrackedOutputSteps.SelectMany(step => step.Value).SelectMany(run => run.Outputs).ToArray();
        Assert.NotEmpty(outputs);
        Assert.All(outputs, output => Assert.Equal(IncrementalStepRunReason.Cached, output.Reason));
    }

    // All that the generator and then the compiler have to say.
    private static (string Code, Diagnostic[] Messages) Compile(string source, params (string Path, string Text)[] files)
    {
        var driver = CSharpGeneratorDriver.Create([new OperatorLibraryGenerator().AsSourceGenerator(), new OperatorGenerator().AsSourceGenerator()], files.Select(file => new SchemaText(file.Path, file.Text)))
            .RunGeneratorsAndUpdateCompilation(Project(source), out var compilation, out var messages, TestContext.Current.CancellationToken);
        var compiled = compilation.GetDiagnostics(TestContext.Current.CancellationToken).Where(message => message.Severity >= DiagnosticSeverity.Warning);
        return (string.Concat(driver.GetRunResult().GeneratedTrees), [.. messages, .. compiled]);
    }

    private static CSharpCompilation Project(string source) => CSharpCompilation.Create(
        "Their.Project",
        [CSharpSyntaxTree.ParseText(source, path: "Lib.cs", cancellationToken: TestContext.Current.CancellationToken)],
        Directory.GetFiles(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "System*.dll").Where(file => !file.Contains(".Native.", StringComparison.Ordinal)).Append(typeof(Tensor).Assembly.Location).Select(file => MetadataReference.CreateFromFile(file)),
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
}
