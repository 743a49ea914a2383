using System.Collections.Immutable;
using LibTorch.SourceGeneration;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace LibTorch.Tests.Generator;

/// <summary>What becomes of the rows of summary tables.</summary>
public sealed class DocumentationTests
{
    private const string Schemas = """
        aten::clamp(Tensor self, Scalar? min=None, Scalar? max=None) -> Tensor
        aten::clamp_(Tensor(a!) self, Scalar? min=None, Scalar? max=None) -> Tensor(a!)
        aten::clamp.out(Tensor self, Scalar? min=None, Scalar? max=None, *, Tensor(a!) out) -> Tensor(a!)
        aten::clip(Tensor self, Scalar? min=None, Scalar? max=None) -> Tensor
        aten::miopen_relu(Tensor self) -> Tensor
        """;

    private const string Summaries = """
        # A comment.

        @common
          out: Never shown.

        @bounded
          max: The largest value, as `min` & `other_thing`.
          returns: A tensor of the shape of `input`.
          throws: The kind's reason.

        clamp < bounded
          Limits each element of `input`.
          input: Real numbers.
          min: The smallest value.
          throws: Neither `min` nor `max` is given.
          > x.Clamp(1)
          >>> x.clamp(1)
          = tensor([1.])
          =   <of one>

        clip = clamp

        miopen_relu
          What MIOpen has.
          input: Any.
          returns: Another.
          page: -
        """;

    [Fact]
    public void A_row_becomes_the_documentation_of_all_forms()
    {
        var (code, diagnostics) = Run(Schemas, Summaries);
        Assert.Empty(diagnostics);
        Has(code, "/// <summary>Limits each element of this tensor.</summary>");
        Has(code, "/// <summary>Limits each element of <paramref name=\"input\"/>.</summary>");
        Has(code, "/// <summary>Limits each element of this tensor. Works in place.</summary>");
        Has(code, "/// <summary>Limits each element of <paramref name=\"input\"/>. Writes the result to given tensors.</summary>");
        Has(code, "/// <summary>Another name of <c>Torch.Clamp</c>. Limits each element of this tensor.</summary>");
        Has(code, "/// <param name=\"max\">The largest value, as <paramref name=\"min\"/> &amp; <c>other_thing</c>.</param>");
        Has(code, "/// <param name=\"input\">Real numbers.</param>");
        Has(code, "/// <returns>A tensor of the shape of this tensor.</returns>");
        Has(code, "/// <returns>This tensor.</returns>");
        Has(code, "/// <exception cref=\"TorchException\">Neither <paramref name=\"min\"/> nor <paramref name=\"max\"/> is given. The kind's reason.</exception>");
        Has(code, "/// <example><code>x.Clamp(1)\n    /// // tensor([1.])\n    /// //   &lt;of one&gt;</code></example>");
        Has(code, "torch.clamp</see>.");
        Assert.DoesNotContain("torch.miopen_relu", code, StringComparison.Ordinal);
    }

    [Fact]
    public void Backends_own_and_out_forms_are_not_offered()
    {
        var (code, _) = Run(Schemas, Summaries);
        foreach (var method in new[] { "Tensor MiopenRelu(", "static Tensor ClampOut(" })
        {
            var before = code[..code.IndexOf(method, StringComparison.Ordinal)];
            Assert.Contains("EditorBrowsableState.Never", before[before.LastIndexOf("</summary>", StringComparison.Ordinal)..], StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("clip = clamp", "", "aten::clip: no summary table has a row for it")]
    [InlineData("clip = clamp", "clip = clamp\n\nclap = clamp", "clap: there is a summary, and no method of that name")]
    [InlineData("clip = clamp", "clip = gone", "clip: it is another name of gone, which is not there")]
    [InlineData("clamp < bounded", "clamp < unbounded", "clamp: the kind unbounded is not there")]
    [InlineData("clip = clamp", "clip = clamp\nclip = clamp", "test.summaries.txt: clip is there twice")]
    [InlineData("clip = clamp", "clip equals clamp", "test.summaries.txt: 'clip equals clamp' begins no row")]
    [InlineData("  input: Real numbers.", "  Once more.", "test.summaries.txt: '  Once more.' belongs to no row, or is its second summary")]
    public void What_is_wrong_with_a_table_is_said(string right, string wrong, string message)
    {
        var (_, diagnostics) = Run(Schemas, Summaries.Replace(right, wrong, StringComparison.Ordinal));
        Assert.Contains(diagnostics, diagnostic => diagnostic.Id == "LTF001" && diagnostic.GetMessage().Contains(message, StringComparison.Ordinal));
    }

    private static void Has(string code, string line) => Assert.Contains(line, code, StringComparison.Ordinal);

    private static (string Code, ImmutableArray<Diagnostic> Diagnostics) Run(string schemas, string summaries)
    {
        var driver = CSharpGeneratorDriver.Create(
            [new OperatorGenerator().AsSourceGenerator()], [new SchemaText("1.0.schemas.txt", schemas), new SchemaText("test.summaries.txt", summaries)]);
        var result = driver.RunGenerators(CSharpCompilation.Create("LibTorch.Facade"), TestContext.Current.CancellationToken).GetRunResult();
        return (string.Concat(result.GeneratedTrees.Select(tree => tree.ToString())), result.Diagnostics);
    }
}
