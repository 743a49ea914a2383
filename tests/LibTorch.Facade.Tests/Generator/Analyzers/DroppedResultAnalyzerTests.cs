using LibTorch.SourceGeneration;
using Microsoft.CodeAnalysis;

namespace LibTorch.Tests.Generator;

/// <summary>Operations that give a new tensor, as statements.</summary>
public sealed class DroppedResultAnalyzerTests
{
    [Theory]
    [InlineData("x.Add(1);", "x.Add(1)")]
    [InlineData("x.Add(y);", "x.Add(y)")]
    [InlineData("Torch.Relu(x);", "Torch.Relu(x)")]
    [InlineData("Functional.Gelu(x);", "Functional.Gelu(x)")]
    [InlineData("x.Sub(1).Mul(2);", "x.Sub(1).Mul(2)")]
    [InlineData("x?.Add(1);", "x?.Add(1)")]
    [InlineData("x.View(-1);", "x.View(-1)")]
    [InlineData("x.Sort();", "x.Sort()")]
    [InlineData("x.Split(2);", "x.Split(2)")]
    [InlineData("Torch.Cat([x, y]);", "Torch.Cat([x, y])")]
    [InlineData("x[0].Add(1);", "x[0].Add(1)")]
    [InlineData("Action run = () => x.Add(1);", "x.Add(1)")]
    [InlineData("if (x.Dim() > 0) x.Exp();", "x.Exp()")]
    [InlineData("for (;; x.Exp()) { }", "x.Exp()")]
    public async Task A_result_that_nobody_takes_is_a_warning(string statement, string place)
    {
        var analyzed = await Analyzed.Make(new DroppedResultAnalyzer(), Source(statement));
        var message = Assert.Single(analyzed.Messages);
        Assert.Equal(("LTF010", DiagnosticSeverity.Warning), (message.Id, message.Severity));
        Assert.Equal([place], analyzed.Places);
    }

    [Theory]
    [InlineData("x.Add_(1);")]
    [InlineData("Torch.Relu_(x);")]
    [InlineData("x.Add_(1).Mul_(2);")]
    [InlineData("x.Copy_(y);")]
    [InlineData("x.Backward();")]
    [InlineData("x.RequiresGrad_();")]
    [InlineData("x.RetainGrad();")]
    [InlineData("x.RegisterHook(gradient => gradient * 2);")]
    [InlineData("x.Dispose();")]
    [InlineData("x.Item<float>();")]
    [InlineData("_ = x.Add(1);")]
    [InlineData("y = x.Add(1);")]
    [InlineData("x[0] = x.Add(1);")]
    [InlineData("net.Forward(x);")]
    [InlineData("net.Eval();")]
    [InlineData("Torch.ManualSeed(1);")]
    [InlineData("Torch.Randn(3);")]
    [InlineData("Torch.BatchNorm(x, null, null, y, y, true, 0.1, 1e-5, false);")]
    [InlineData("Func<Tensor> run = () => x.Add(1);")]
    [InlineData("Add(x);")]
    public async Task What_is_taken_or_has_an_effect_is_not(string statement) => Assert.Empty((await Analyzed.Make(new DroppedResultAnalyzer(), Source(statement))).Messages);

    [Theory]
    [InlineData("x.Add(1);", "Work in place: Add_", "x.Add_(1);")]
    [InlineData("x.Add(1);", "Keep the result: x =", "x = x.Add(1);")]
    [InlineData("x.Sub(y, alpha: 2); // Twice.", "Work in place: Sub_", "x.Sub_(y, alpha: 2); // Twice.")]
    [InlineData("Torch.Relu(x);", "Work in place: Relu_", "Torch.Relu_(x);")]
    [InlineData("Torch.Relu(x);", "Keep the result: x =", "x = Torch.Relu(x);")]
    [InlineData("Functional.Gelu(x);", "Keep the result: x =", "x = Functional.Gelu(x);")]
    [InlineData("x.View(-1);", "Keep the result: x =", "x = x.View(-1);")]
    [InlineData("_field.Add(1);", "Keep the result: _field =", "_field = _field.Add(1);")]
    [InlineData("Property.Add(1);", "Keep the result: Property =", "Property = Property.Add(1);")]
    [InlineData("x[0].Add(1);", "Keep the result: x[0] =", "x[0] = x[0].Add(1);")]
    [InlineData("p.Add(1);", "Work in place: Add_", "p.Add_(1);")]
    [InlineData("Action run = () => x.Add(1);", "Work in place: Add_", "Action run = () => x.Add_(1);")]
    public async Task The_fixes_keep_it_or_work_in_place(string statement, string title, string better)
    {
        var texts = await (await Analyzed.Make(new DroppedResultAnalyzer(), Source(statement))).Fixed(new DroppedResultFix());
        Assert.Equal(Source(better), texts[title]);
    }

    // The elements that a mask chooses are a copy.
    [Theory]
    [InlineData("x[x > 0].Add(1);", "Keep the result: x[x > 0] =")]
    [InlineData("Property.View(-1);", "Keep the result: Property =")]
    [InlineData("array[0].Add(1);", "Work in place: Add_", "Keep the result: array[0] =")]
    [InlineData("x.T.Add(1);", "Work in place: Add_")]
    public async Task No_other_fix_is_offered(string statement, params string[] titles) =>
        Assert.Equal(titles, (await (await Analyzed.Make(new DroppedResultAnalyzer(), Source(statement))).Fixed(new DroppedResultFix())).Keys);

    [Theory]
    [InlineData("x.Sort();")]
    [InlineData("x.Sub(1).Mul(2);")]
    [InlineData("x?.Add(1);")]
    [InlineData("foreach (var one in new[] { x }) { one.View(-1); }")]
    [InlineData("ReadOnly.View(-1);")]
    [InlineData("p.View(-1);")]
    [InlineData("Torch.Cat([x, y]);")]
    public async Task Where_there_is_no_place_for_it_there_is_no_fix(string statement) =>
        Assert.Empty(await (await Analyzed.Make(new DroppedResultAnalyzer(), Source(statement))).Fixed(new DroppedResultFix()));

    [Fact]
    public async Task Operators_of_other_libraries_may_have_effects()
    {
        const string Theirs = """
            using LibTorch;
            static class Theirs
            {
                [Operator("theirs::print(Tensor x) -> Tensor")]
                public static Tensor Print(this Tensor x) => x;
                static void Run(Tensor x) { x.Print(); }
            }
            """;
        Assert.Empty((await Analyzed.Make(new DroppedResultAnalyzer(), Theirs)).Messages);
    }

    private static string Source(string statement) => $$"""
        using System;
        using LibTorch;
        using LibTorch.NN;

        class Their
        {
            Tensor _field = Torch.Ones(1);
            Tensor Property { get; set; } = Torch.Ones(1);
            Tensor ReadOnly { get; } = Torch.Ones(1);
            Tensor Add(Tensor x) => x;

            void Run(Tensor x, Tensor y, Parameter p, Module<Tensor, Tensor> net, Tensor[] array)
            {
                {{statement}}
            }
        }
        """;
}
