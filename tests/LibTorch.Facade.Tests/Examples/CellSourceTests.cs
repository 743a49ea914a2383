using LibTorch.Examples.Notebooks;

namespace LibTorch.Tests.Examples;

/// <summary>The source shown beside a cell, from the lambda's text.</summary>
public sealed class CellSourceTests
{
    [Theory]
    [InlineData("() => x.Grad", "x.Grad")]
    [InlineData("() => F(\n            a,\n            b)", "F(\n    a,\n    b)")]
    [InlineData("x => F([\n                a,\n            ])", "F([\n    a,\n])")]
    [InlineData("() =>\n        {\n            y = 1;\n\n            return y;\n        }", "y = 1;\n\nreturn y;")]
    [InlineData("() =>\n        {\n            if (y)\n            {\n                y = x => x;\n            }\n        }", "if (y)\n{\n    y = x => x;\n}")]
    [InlineData("() =>\n        {\n            // nothing to do\n        }", "// nothing to do")]
    public void It_is_the_body_moved_to_the_margin(string lambda, string source) => Assert.Equal(source, CellSource.Of(lambda));
}
