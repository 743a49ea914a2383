using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace LibTorch.Tests.Generator;

/// <summary>A file of schemas, as a project's AdditionalFiles would have it.</summary>
internal sealed class SchemaText(string path, string text) : AdditionalText
{
    public override string Path => path;

    public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(text);
}
