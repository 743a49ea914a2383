using LibTorch.SourceGeneration;
using Microsoft.CodeAnalysis;

namespace LibTorch.Tests.Generator;

/// <summary>Loops that read a tensor element by element.</summary>
public sealed class OneByOneAnalyzerTests
{
    [Theory]
    [InlineData("for (var i = 0; i < 3; i++) { sum += x[i].Item<float>(); }", "x[i].Item<float>()")]
    [InlineData("for (var i = 0; i < 3; i++) { sum += (float)x[i]; }", "(float)x[i]")]
    [InlineData("for (var i = 0; i < 3; i++) { sum += (float)x[2 * i + 1, 0]; }", "(float)x[2 * i + 1, 0]")]
    [InlineData("for (var i = 0; i < 3; i++) { if ((bool)_field[i]) { sum++; } }", "(bool)_field[i]")]
    [InlineData("for (var i = 0; i < 3; i++) { Console.WriteLine(x[i].Item()); }", "x[i].Item()")]
    [InlineData("foreach (var i in new[] { 1, 2 }) { sum += x[i].Item<float>(); }", "x[i].Item<float>()")]
    [InlineData("var i = 0; while (i < 3) { sum += x[i++].Item<float>(); }", "x[i++].Item<float>()")]
    [InlineData("var i = 0; do { var j = i + 1; sum += x[j].Item<float>(); } while (sum < 3);", "x[j].Item<float>()")]
    [InlineData("for (var i = 0; i < 3; i++) { for (var j = 0; j < 3; j++) { sum += x[i].Item<float>(); } }", "x[i].Item<float>()")]
    [InlineData("foreach (var one in new[] { x }) { for (var j = 0; j < 3; j++) { sum += one[j].Item<float>(); } }", "one[j].Item<float>()")]
    public async Task Each_read_is_told_as_a_suggestion(string statement, string place)
    {
        var analyzed = await Analyzed.Make(new OneByOneAnalyzer(), Source(statement));
        var message = Assert.Single(analyzed.Messages);
        Assert.Equal(("LTF012", DiagnosticSeverity.Info), (message.Id, message.Severity));
        Assert.Equal([place], analyzed.Places);
    }

    [Theory]
    [InlineData("sum = x[0].Item<float>();")]
    [InlineData("for (var i = 0; i < 3; i++) { sum += x[0].Item<float>(); }")]
    [InlineData("foreach (var one in new[] { x }) { sum += one[0].Item<float>(); }")]
    [InlineData("for (var i = 0; i < 3; i++) { var one = x + i; sum += one[i].Item<float>(); }")]
    [InlineData("for (var i = 0; i < 3; i++) { x = x + 1; sum += x[i].Item<float>(); }")]
    [InlineData("for (var i = 0; i < 3; i++) { sum += (x + i)[i].Item<float>(); }")]
    [InlineData("for (var i = 0; i < 3; i++) { var row = x[i]; }")]
    [InlineData("for (var i = 0; i < 3; i++) { sum += x[i].Sum().Item<float>(); }")]
    [InlineData("for (var i = 0; i < 3; i++) { sum += list[i].Item<float>(); }")]
    [InlineData("for (var i = 0; i < 3; i++) { later.Add(() => x[i].Item<float>()); }")]
    [InlineData("var values = x.ToArray<float>(); for (var i = 0; i < 3; i++) { sum += values[i]; }")]
    public async Task What_is_read_once_or_is_another_tensor_each_time_is_not(string statement) => Assert.Empty((await Analyzed.Make(new OneByOneAnalyzer(), Source(statement))).Messages);

    private static string Source(string statement) => $$"""
        using System;
        using System.Collections.Generic;
        using LibTorch;

        class Their
        {
            Tensor _field = Torch.Ones(1);

            void Run(Tensor x, float sum, Tensor[] list, List<Func<float>> later)
            {
                {{statement}}
            }
        }
        """;
}
