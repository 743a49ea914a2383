using LibTorch.SourceGeneration;
using Microsoft.CodeAnalysis;

namespace LibTorch.Tests.Generator;

/// <summary>Compound assignments where nothing is recorded, which Python does in place.</summary>
public sealed class LostUpdateAnalyzerTests
{
    [Theory]
    [InlineData("using (Torch.NoGrad()) { w -= 0.1 * g; }", "using (Torch.NoGrad()) { w.Sub_(0.1 * g); }")]
    [InlineData("using (Torch.NoGrad()) w -= g;", "using (Torch.NoGrad()) w.Sub_(g);")]
    [InlineData("using var mode = Torch.NoGrad(); w += g;", "using var mode = Torch.NoGrad(); w.Add_(g);")]
    [InlineData("using var mode = Torch.NoGrad(); { if (given) { w *= 0.5; } }", "using var mode = Torch.NoGrad(); { if (given) { w.Mul_(0.5); } }")]
    [InlineData("using var mode = given ? Torch.NoGrad() : default; w /= 2;", "using var mode = given ? Torch.NoGrad() : default; w.Div_(2);")]
    [InlineData("using (GradMode mode = Torch.NoGrad()) { w %= 2; }", "using (GradMode mode = Torch.NoGrad()) { w.Remainder_(2); }")]
    [InlineData("using (Torch.InferenceMode()) { w &= g; }", "using (Torch.InferenceMode()) { w.BitwiseAnd_(g); }")]
    [InlineData("using (Torch.SetGradEnabled(false)) { w |= g; }", "using (Torch.SetGradEnabled(false)) { w.BitwiseOr_(g); }")]
    [InlineData("using (Torch.NoGrad()) { w ^= g; }", "using (Torch.NoGrad()) { w.BitwiseXor_(g); }")]
    [InlineData("using (Torch.NoGrad()) { _field -= (g + 1); }", "using (Torch.NoGrad()) { _field.Sub_(g + 1); }")]
    [InlineData("using (Torch.NoGrad()) { this.Property -= g; }", "using (Torch.NoGrad()) { this.Property.Sub_(g); }")]
    [InlineData("using (Torch.NoGrad()) { list[0] -= g; /* A step. */ }", "using (Torch.NoGrad()) { list[0].Sub_(g); /* A step. */ }")]
    [InlineData("using (Torch.NoGrad()) { w = g -= 1; }", "using (Torch.NoGrad()) { w = g.Sub_(1); }")]
    [InlineData("using (Torch.NoGrad()) { var same = list[0]; same -= g; }", "using (Torch.NoGrad()) { var same = list[0]; same.Sub_(g); }")]
    [InlineData("using (Torch.NoGrad()) { if ((object)w is Tensor same) { same -= g; } }", "using (Torch.NoGrad()) { if ((object)w is Tensor same) { same.Sub_(g); } }")]
    [InlineData("using (Torch.EnableGrad()) using (Torch.NoGrad()) { w -= g; }", "using (Torch.EnableGrad()) using (Torch.NoGrad()) { w.Sub_(g); }")]
    [InlineData("var done = Torch.NoGrad(async () => { await Task.Yield(); w -= g; });", "var done = Torch.NoGrad(async () => { await Task.Yield(); w.Sub_(g); });")]
    [InlineData("switch (given) { case true: { using var mode = Torch.NoGrad(); w -= g; break; } }", "switch (given) { case true: { using var mode = Torch.NoGrad(); w.Sub_(g); break; } }")]
    public async Task One_is_a_warning_and_the_fix_works_in_place(string statement, string better)
    {
        var analyzed = await Analyzed.Make(new LostUpdateAnalyzer(), Source(statement));
        var message = Assert.Single(analyzed.Messages);
        Assert.Equal(("LTF011", DiagnosticSeverity.Warning), (message.Id, message.Severity));
        Assert.Equal(Source(better), Assert.Single(await analyzed.Fixed(new LostUpdateFix())).Value);
    }

    [Theory]
    [InlineData("w -= g;")]
    [InlineData("using (Torch.EnableGrad()) { w -= g; }")]
    [InlineData("using (Torch.NoGrad()) using (Torch.EnableGrad()) { w -= g; }")]
    [InlineData("using (Torch.SetGradEnabled(given)) { w -= g; }")]
    [InlineData("using (Torch.InferenceMode(false)) { w -= g; }")]
    [InlineData("w -= g; using var mode = Torch.NoGrad();")]
    [InlineData("{ using var mode = Torch.NoGrad(); } w -= g;")]
    [InlineData("using (Torch.NoGrad()) { w.Sub_(g); }")]
    [InlineData("using (Torch.NoGrad()) { w = w - g; }")]
    [InlineData("using (Torch.NoGrad()) { w[0] -= 1; }")]
    [InlineData("using (Torch.NoGrad()) { var sum = Torch.Zeros(1); sum += g; }")]
    [InlineData("using (Torch.NoGrad()) { Tensor? sum = null; for (var i = 0; i < 2; i++) { sum = g; sum += g; } }")]
    [InlineData("using (Torch.NoGrad()) { var (values, _) = g.Max(0); values += 1; }")]
    [InlineData("using (Torch.NoGrad()) { Action later = () => w -= g; }")]
    [InlineData("using (Torch.NoGrad()) { void Later() => w -= g; }")]
    [InlineData("using (Torch.NoGrad()) { var n = 1; n -= 1; var s = \"\"; s += w; }")]
    public async Task Recorded_ones_and_sums_of_the_blocks_own_are_not(string statement) => Assert.Empty((await Analyzed.Make(new LostUpdateAnalyzer(), Source(statement))).Messages);

    [Fact]
    public async Task Every_operator_has_its_method()
    {
        string[] signs = ["+=", "-=", "*=", "/=", "%=", "&=", "|=", "^="];
        Assert.All(signs, sign => Assert.Contains(typeof(Tensor).GetMethods(), method => method.Name == LostUpdateAnalyzer.InPlace(sign)));
        var analyzed = await Analyzed.Make(new LostUpdateAnalyzer(), Source($"using var mode = Torch.NoGrad(); {string.Concat(signs.Select(sign => $"w {sign} g;"))}"));
        Assert.Equal(signs.Length, analyzed.Messages.Length);
    }

    private static string Source(string statement) => $$"""
        using System;
        using System.Collections.Generic;
        using System.Threading.Tasks;
        using LibTorch;

        class Their
        {
            Tensor _field = Torch.Ones(1);
            Tensor Property { get; set; } = Torch.Ones(1);

            void Run(Tensor w, Tensor g, List<Tensor> list, bool given)
            {
                {{statement}}
            }
        }
        """;
}
