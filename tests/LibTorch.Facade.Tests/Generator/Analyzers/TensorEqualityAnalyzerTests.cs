using System.Globalization;
using LibTorch.SourceGeneration;
using Microsoft.CodeAnalysis;

namespace LibTorch.Tests.Generator;

/// <summary>Tensors between == or !=, which compares elements in Python.</summary>
public sealed class TensorEqualityAnalyzerTests
{
    private const string Equal = "Compare shapes and all elements: Equal";
    private const string Same = "Compare references: ReferenceEquals";
    private const string Eq = "Compare element by element: Eq";
    private const string Ne = "Compare element by element: Ne";

    [Theory]
    [InlineData("var same = a == b;", "a == b")]
    [InlineData("if (a != b) { }", "a != b")]
    [InlineData("var same = p == a;", "p == a")]
    [InlineData("var same = a.Grad == (b);", "a.Grad == (b)")]
    [InlineData("var same = a! == b[0];", "a! == b[0]")]
    [InlineData("var same = a?.Grad == b;", "a?.Grad == b")]
    [InlineData("var same = new[] { a }.Where(one => one == b).ToList();", "one == b")]
    [InlineData("bool Is<T>(T one, Tensor other) where T : Tensor => one == other;", "one == other")]
    public async Task Two_tensors_are_a_warning_at_the_comparison(string statement, string place)
    {
        var analyzed = await Analyzed.Make(new TensorEqualityAnalyzer(), Source(statement));
        var message = Assert.Single(analyzed.Messages);
        Assert.Equal(("LTF009", DiagnosticSeverity.Warning), (message.Id, message.Severity));
        Assert.Equal([place], analyzed.Places);
        Assert.Contains(place.Contains("!=", StringComparison.Ordinal) ? "write Ne to" : "write Eq to", message.GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("var none = a == null;")]
    [InlineData("var none = null != a;")]
    [InlineData("var none = a is null;")]
    [InlineData("var none = a == default(Tensor);")]
    [InlineData("var none = a == default;")]
    [InlineData("const Tensor? No = null; var none = a == No;")]
    [InlineData("var same = ReferenceEquals(a, b);")]
    [InlineData("var same = (object)a == b;")]
    [InlineData("var same = a.Shape == b.Shape;")]
    [InlineData("var mask = a.Eq(b);")]
    [InlineData("var mask = a < b;")]
    [InlineData("var same = a.ToString() == b.ToString();")]
    [InlineData("var same = new[] { a } == new[] { b };")]
    public async Task Null_and_what_is_meant_are_not(string statement) => Assert.Empty((await Analyzed.Make(new TensorEqualityAnalyzer(), Source(statement))).Messages);

    [Theory]
    [InlineData("var mask = a == b;", Eq, "var mask = a.Eq(b);")]
    [InlineData("var mask = a != b;", Ne, "var mask = a.Ne(b);")]
    [InlineData("var mask = -a == b * 2;", Eq, "var mask = (-a).Eq(b * 2);")]
    [InlineData("var mask = a?.Grad == (b);", Eq, "var mask = (a?.Grad).Eq(b);")]
    [InlineData("bool same = a == b;", Eq, "bool same = (bool)a.Eq(b);")]
    [InlineData("if (a != b && given) { }", Ne, "if ((bool)a.Ne(b) && given) { }")]
    [InlineData("if (!(a == b)) { }", Eq, "if (!((bool)a.Eq(b))) { }")]
    [InlineData("if (a == b /* Both. */) { }", Equal, "if (a.Equal(b) /* Both. */) { }")]
    [InlineData("while (a != b) { }", Equal, "while (!a.Equal(b)) { }")]
    [InlineData("if (a + b == b) { }", Equal, "if ((a + b).Equal(b)) { }")]
    [InlineData("if (p == a) { }", Same, "if (ReferenceEquals(p, a)) { }")]
    [InlineData("if ((p) != (a)) { }", Same, "if (!ReferenceEquals(p, a)) { }")]
    public async Task The_fixes_say_what_is_compared(string statement, string title, string better)
    {
        var analyzed = await Analyzed.Make(new TensorEqualityAnalyzer(), Source(statement));
        var texts = await analyzed.Fixed(new TensorEqualityFix());
        Assert.Equal(3, texts.Count);
        Assert.Equal(Source(better), texts[title]);
    }

    private static string Source(string statement) =>
        $"using System.Linq; using LibTorch; using LibTorch.NN; static class Their {{ static void Run(Tensor a, Tensor b, Parameter p, bool given) {{ {statement} }} }}";
}
