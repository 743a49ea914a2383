using Microsoft.CodeAnalysis;

namespace LibTorch.SourceGeneration;

/// <summary>The project's additional files that generators read, and helpers for tables.</summary>
internal static class TableFiles
{
    /// <summary>The files whose names have this suffix.</summary>
    public static IncrementalValuesProvider<(string Path, string Text)> In(IncrementalGeneratorInitializationContext context, string suffix) =>
        context.AdditionalTextsProvider
            .Where(file => file.Path.EndsWith(suffix, StringComparison.Ordinal))
            .Select(static (file, cancel) => (file.Path, Text: file.GetText(cancel)?.ToString() ?? string.Empty));

    /// <summary>The name of the code generated from a file.</summary>
    public static string NameOf(string path) => Path.GetFileNameWithoutExtension(path);

    /// <summary>Reads a line <c>@name what settings of that name mean</c>; returns whether it is one.</summary>
    public static bool TakeMeaning(string line, Dictionary<string, string> meanings)
    {
        if (line[0] != '@')
        {
            return false;
        }

        var space = line.IndexOf(' ');
        meanings[line.Substring(1, space - 1)] = line.Substring(space + 1);
        return true;
    }

    /// <summary>Reports a part of a file that cannot be parsed.</summary>
    public static void Report(SourceProductionContext output, string path, string problem) =>
        output.ReportDiagnostic(Diagnostic.Create(Diagnostics.Malformed, null, $"{path}: {problem}"));
}
