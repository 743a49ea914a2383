using System.Text;
using LibTorch.SourceGeneration;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Emit;
using Microsoft.CodeAnalysis.Text;

namespace LibTorch.Tests.Docs;

/// <summary>The C# of the pages, compiled as a new project of the SDK's would be.</summary>
internal static class PageCompiler
{
    // The implicit ones of the SDK.
    private const string Usings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    private static readonly MetadataReference[] _framework =
        [.. Directory.GetFiles(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "System*.dll")
            .Where(file => !file.Contains(".Native.", StringComparison.Ordinal)).Select(file => MetadataReference.CreateFromFile(file))];

    private static readonly MetadataReference[] _libraries =
    [
        MetadataReference.CreateFromFile(typeof(Tensor).Assembly.Location), MetadataReference.CreateFromFile(typeof(Utils.TensorBoard.SummaryWriter).Assembly.Location),
    ];

    /// <summary>A program with the facade: its statements first, then its types, which a reader may have in between.</summary>
    /// <param name="source">The program.</param>
    /// <param name="file">Where the compiled one goes.</param>
    /// <param name="path">What its frames call the source.</param>
    /// <returns>What is wrong with it, a line each.</returns>
    public static IReadOnlyList<string> Compile(string source, string file, string path = "Program.cs")
    {
        var members = CSharpSyntaxTree.ParseText(source).GetCompilationUnitRoot().Members;
        var types = members.Where(member => member is not GlobalStatementSyntax).ToList();
        var text = types.Aggregate(source, (rest, type) => rest.Replace(type.ToFullString(), "", StringComparison.Ordinal));

        // A block may be a type and nothing else.
        text = text.Trim().Length == 0 ? "{ }" : text;
        return Compile(text + string.Concat(types.Select(type => type.ToFullString())), Usings + "global using LibTorch; global using LibTorch.NN;", _libraries, OutputKind.ConsoleApplication, file, path);
    }

    /// <summary>Source that is looked at only.</summary>
    /// <param name="source">The source; what the compiler finds bears the lines that it says.</param>
    /// <param name="library">The library that it is about.</param>
    public static IReadOnlyList<string> Check(string source, string library) =>
        Compile(source, Usings, [MetadataReference.CreateFromFile(library)], OutputKind.DynamicallyLinkedLibrary);

    private static IReadOnlyList<string> Compile(string source, string usings, MetadataReference[] libraries, OutputKind kind, string? file = null, string path = "")
    {
        var compilation = CSharpCompilation.Create(
            Path.GetFileNameWithoutExtension(file) ?? "Checked",
            [CSharpSyntaxTree.ParseText(SourceText.From(source, Encoding.UTF8), path: path), CSharpSyntaxTree.ParseText(SourceText.From(usings, Encoding.UTF8))],
            [.. _framework, .. libraries],
            new CSharpCompilationOptions(kind, nullableContextOptions: NullableContextOptions.Enable));
        CSharpGeneratorDriver.Create(new ModuleGenerator()).RunGeneratorsAndUpdateCompilation(compilation, out var complete, out var problems);
        using MemoryStream image = new();
        var result = complete.Emit(image, options: new EmitOptions(debugInformationFormat: DebugInformationFormat.Embedded));
        if (file is not null && result.Success)
        {
            File.WriteAllBytes(file, image.ToArray());
        }

        return [.. problems.Concat(result.Diagnostics).Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Select(diagnostic => diagnostic.ToString())];
    }
}
