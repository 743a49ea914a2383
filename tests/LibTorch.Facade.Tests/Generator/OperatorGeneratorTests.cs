using System.Collections.Immutable;
using LibTorch.SourceGeneration;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace LibTorch.Tests.Generator;

/// <summary>What becomes of schema lines.</summary>
public sealed class OperatorGeneratorTests
{
    [Theory]
    [InlineData("aten::add.Tensor(Tensor self, Tensor other, *, Scalar alpha=1) -> Tensor", "public Tensor Add(Tensor other, Scalar alpha = default)")]
    [InlineData("aten::add.Tensor(Tensor self, Tensor other, *, Scalar alpha=1) -> Tensor", "public Tensor Add(Scalar other, Scalar alpha = default)")]
    [InlineData("aten::add.Tensor(Tensor self, Tensor other, *, Scalar alpha=1) -> Tensor", "public static Tensor Add(Tensor input, Tensor other, Scalar alpha = default)")]
    [InlineData("aten::add.out(Tensor self, Tensor other, *, Scalar alpha=1, Tensor(a!) out) -> Tensor(a!)", "public static Tensor AddOut(Tensor @out, Tensor input, Tensor other, Scalar alpha = default)")]
    [InlineData("aten::zeros(SymInt[] size, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor", "public static Tensor Zeros(params global::System.ReadOnlySpan<long> size)")]
    [InlineData("aten::zeros(SymInt[] size, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor", "public static Tensor Zeros(IntList size, DType? dtype = null, Layout? layout = null, Device? device = null, bool? pinMemory = null, bool requiresGrad = false)")]
    [InlineData("aten::sum.dim_IntList(Tensor self, int[1]? dim, bool keepdim=False, *, ScalarType? dtype=None) -> Tensor", "public Tensor Sum(IntList dim, bool keepDim = false, DType? dtype = null)")]
    [InlineData("aten::sort(Tensor self, int dim=-1, bool descending=False) -> (Tensor values, Tensor indices)", "public (Tensor Values, Tensor Indices) Sort(long dim = -1, bool descending = false)")]
    [InlineData("aten::linalg_inv(Tensor A) -> Tensor", "public static Tensor Inv(Tensor a)")]
    [InlineData("aten::chunk(Tensor(a -> *) self, int chunks, int dim=0) -> Tensor(a)[]", "public Tensor[] Chunk(long chunks, long dim = 0)")]
    [InlineData("aten::add.Scalar(Tensor self, Scalar other, Scalar alpha=1) -> Tensor", "public Tensor AddScalar(Scalar other, Scalar alpha = default)")]
    [InlineData("aten::div_.Scalar_mode(Tensor(a!) self, Scalar other, *, str? rounding_mode) -> Tensor(a!)", "public Tensor DivScalar_(Scalar other, string? roundingMode)")]
    [InlineData("aten::set_.source_Storage(Tensor(a!) self, Storage source) -> Tensor(a!)", "public Tensor Set_(Storage source)")]
    [InlineData("aten::record_stream(Tensor(a!) self, Stream s) -> ()", "public void RecordStream(DeviceStream s)")]
    [InlineData("aten::f(Tensor self, __torch__.torch.classes.rnn.CellParamsBase[] params) -> QScheme", "public QScheme F(global::System.ReadOnlySpan<ScriptObject> @params)")]
    [InlineData("aten::zero_(Tensor(a!) self) -> Tensor(a!)", "public Tensor Zero_()")]
    public void A_schema_becomes_a_method(string schema, string signature)
    {
        var (sources, diagnostics) = Run(schema);
        Assert.Empty(diagnostics);
        Assert.Contains(sources, source => source.Contains(signature, StringComparison.Ordinal));
        Assert.Contains(sources, source => source.Contains($"[Operator(\"{schema}\")]", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("aten::add(Tensor self", "is not a schema")]
    [InlineData("nonsense", "is not a schema")]
    [InlineData("aten::f(Tensor self, Widget w) -> Tensor", "the type 'Widget' of argument 'w' has no C# counterpart")]
    [InlineData("aten::f(Tensor self, int) -> Tensor", "'int' is not an argument")]
    [InlineData("aten::f(Tensor self) -> Widget", "the result type 'Widget' has no C# counterpart")]
    public void A_line_that_cannot_be_read_is_an_error_at_its_place(string schema, string message)
    {
        var (_, diagnostics) = Run("# a comment\n" + schema);
        var diagnostic = Assert.Single(diagnostics);
        Assert.Equal("LTF001", diagnostic.Id);
        Assert.Contains(message, diagnostic.GetMessage(), StringComparison.Ordinal);
        Assert.Equal(1, diagnostic.Location.GetLineSpan().StartLinePosition.Line);
        Assert.Equal("test.schemas.txt", diagnostic.Location.GetLineSpan().Path);
    }

    [Theory]
    [InlineData("aten::_hidden(Tensor self) -> Tensor")]
    [InlineData("aten::relu_backward(Tensor self) -> Tensor")]
    [InlineData("other::add(Tensor self) -> Tensor")]
    [InlineData("aten::is_vulkan_available() -> bool")]
    public void What_is_not_public_gets_no_method(string schema)
    {
        var (sources, diagnostics) = Run(schema);
        Assert.Empty(diagnostics);
        Assert.DoesNotContain(sources, source => source.Contains("[Operator(", StringComparison.Ordinal));
    }

    [Fact]
    public void Snapshots_of_several_versions_become_one_method()
    {
        var (sources, diagnostics) = Run(
            ("1.0.schemas.txt", "aten::f(Tensor self, int from, bool flag=False) -> Tensor"),
            ("2.0.schemas.txt", "aten::f(Tensor self, SymInt from_, bool flag=False, *, bool extra=True, Scalar? ratio=None) -> Tensor\naten::g(Tensor self) -> Tensor"));
        Assert.Empty(diagnostics);
        var code = string.Concat(sources);
        Assert.Contains("public Tensor F(long @from_, bool flag = false, bool extra = true, Scalar? ratio = null)".Replace("@", ""), code, StringComparison.Ordinal);
        Assert.Contains("Operator.Resolve(\"aten::f\", \"self\", \"from_|from\", \"flag\", \"extra\", \"ratio\")", code, StringComparison.Ordinal);
        Assert.Contains("if (extra == true) call.AddDefault(); else call.Add(extra);", code, StringComparison.Ordinal);
        Assert.Contains("call.Add(flag);", code, StringComparison.Ordinal);
        Assert.Contains("Operator.ResolveSince(\"2.0\", \"aten::g\", \"self\")", code, StringComparison.Ordinal);
        Assert.Contains("Since libtorch 1.0.", code, StringComparison.Ordinal);
    }

    private static (string[] Sources, ImmutableArray<Diagnostic> Diagnostics) Run(string text) => Run(("test.schemas.txt", text));

    private static (string[] Sources, ImmutableArray<Diagnostic> Diagnostics) Run(params (string Path, string Text)[] files)
    {
        var driver = CSharpGeneratorDriver.Create([new OperatorGenerator().AsSourceGenerator()], files.Select(file => new SchemaText(file.Path, file.Text)));
        var result = driver.RunGenerators(CSharpCompilation.Create("LibTorch.Facade"), TestContext.Current.CancellationToken).GetRunResult();
        return ([.. result.GeneratedTrees.Select(tree => tree.ToString())], result.Diagnostics);
    }
}
