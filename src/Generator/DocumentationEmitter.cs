using System.Text;
using System.Text.RegularExpressions;

namespace LibTorch.SourceGeneration;

/// <summary>Writes the XML comments of one operator's methods.</summary>
internal static class DocumentationEmitter
{
    private static readonly Regex Code = new("`([^`]+)`", RegexOptions.Compiled);

    public static void Write(StringBuilder code, OperatorSchema schema, MethodForm form)
    {
        var summary = schema.Summary;
        Element(code, "summary", summary is null ? $"<c>{Escaped(schema.Text)}</c>" : Sentence(schema, summary, form));
        if (summary is not null && !form.IsProperty)
        {
            Parameters(code, schema, form);
            Element(code, "returns", Returns(schema, form));
        }

        Element(code, "remarks", string.Join(" ", Remarks(schema, form)));
        Element(code, $"exception cref=\"{form.Space}TorchException\"", Throws(schema, form));
        if (summary is { Example.Length: > 0 } && !schema.IsInPlace && !schema.IsOut)
        {
            var lines = summary.Printed.Select(line => "// " + line).Prepend(summary.Example).Select(Escaped);
            code.AppendLine($"    /// <example><code>{string.Join("\n    /// ", lines)}</code></example>");
        }
    }

    private static void Element(StringBuilder code, string tag, string text)
    {
        if (text.Length > 0)
        {
            code.AppendLine($"    /// <{tag}>{text}</{tag.Split(' ')[0]}>");
        }
    }

    private static string Sentence(OperatorSchema schema, OperatorSummary summary, MethodForm form)
    {
        var text = Linked(summary.Sentence, schema, form);
        return schema.IsOut ? $"{text} Writes the result to given tensors."
            : schema.IsInPlace && schema.HasFunctionalForm ? $"{text} Works in place."
            : text;
    }

    private static void Parameters(StringBuilder code, OperatorSchema schema, MethodForm form)
    {
        var list = form.Extents > 0 || form.OnlyList ? MethodEmitter.IntegerList(schema) : null;
        foreach (var argument in MethodEmitter.Ordered(schema.Arguments.Skip(form.Instance ? 1 : 0)))
        {
            if (form.Extents > 0 && argument == list)
            {
                for (var i = 0; i < form.Extents; i++)
                {
                    Parameter(code, $"{NameTable.Parameter(argument.Name)}{i}", $"The size of dimension {i}.");
                }
            }
            else if (!form.OnlyList || argument == list || argument.Name == "self")
            {
                Parameter(code, NameTable.Parameter(argument.Name), Linked(Meaning(schema, argument), schema, form));
            }
        }

        if (schema.IsFactory && !form.OnlyList)
        {
            Parameter(code, "requiresGrad", "Whether autograd records what is done with the new tensor.");
        }
    }

    private static void Parameter(StringBuilder code, string name, string text)
    {
        if (text.Length > 0)
        {
            code.AppendLine($"    /// <param name=\"{name.TrimStart('@')}\">{text}</param>");
        }
    }

    private static string Meaning(OperatorSchema schema, SchemaArgument argument)
    {
        var isOut = argument.KeywordOnly && argument.Written;
        if (isOut)
        {
            return "Takes the result; it is resized where its shape is another.";
        }

        var names = argument.Name == "self" ? ["input"] : argument.Names.Split('|');
        return names.Select(name => schema.Summary?.Arguments.TryGetValue(name, out var text) == true ? text : string.Empty).FirstOrDefault(text => text.Length > 0) ?? string.Empty;
    }

    private static string Returns(OperatorSchema schema, MethodForm form) =>
        schema.Summary is null || schema.Results.Count == 0 ? string.Empty
        : schema.IsOut ? schema.Results.Count == 1 ? "The tensor that was written to." : "The tensors that were written to."
        : schema.IsInPlace ? form.Instance ? "This tensor." : "<paramref name=\"input\"/>."
        : Linked(schema.Summary.Returns, schema, form);

    private static string Throws(OperatorSchema schema, MethodForm form) =>
        schema.Summary is { Throws.Count: > 0 } summary ? Linked(string.Join(" ", summary.Throws), schema, form) : "libtorch refuses the arguments.";

    private static IEnumerable<string> Remarks(OperatorSchema schema, MethodForm form)
    {
        if (NameTable.IsPassedOver(schema))
        {
            yield return $"Python never calls this overload: <c>{NameTable.Python(schema)}</c> with a number makes that a tensor, as the method without Scalar in its name does.";
        }
        else if (schema.IsOfAten)
        {
            var (name, page) = form.Follows ?? (NameTable.Python(schema), NameTable.Page(schema));
            if (name != OperatorSummary.NoPage)
            {
                yield return $"Follows <see href=\"{page}\">{name}</see>.";
            }
        }

        foreach (var argument in schema.Arguments)
        {
            if (TypeTable.Length(argument) is > 1 and var length)
            {
                yield return $"<c>{NameTable.Parameter(argument.Name).TrimStart('@')}</c> has {length} elements; one alone stands for all.";
            }
        }

        if (schema.Versions.Length > 0)
        {
            yield return schema.Versions;
        }

        if (schema.Summary is not null)
        {
            yield return $"<c>{Escaped(schema.Text)}</c>";
        }
    }

    // `other` becomes a paramref; `input` becomes "this tensor" if it is not a parameter; anything else becomes code.
    private static string Linked(string text, OperatorSchema schema, MethodForm form)
    {
        var escaped = Escaped(text);
        return Code.Replace(escaped, match =>
        {
            var name = match.Groups[1].Value;
            if (name == "input" && schema.HasSelf)
            {
                var begins = match.Index == 0 || escaped.Substring(0, match.Index).EndsWith(". ", StringComparison.Ordinal);
                return !form.Instance ? "<paramref name=\"input\"/>" : begins ? "This tensor" : "this tensor";
            }

            // An argument may have other names in older libtorch versions; the method has the newest.
            var argument = schema.Arguments.FirstOrDefault(argument => argument.Names.Split('|').Contains(name));
            var isParameter = argument is not null && form is { IsProperty: false, OnlyList: false, Extents: 0 };
            return isParameter ? $"<paramref name=\"{NameTable.Parameter(argument!.Name).TrimStart('@')}\"/>"
                : schema.Summary!.Arguments.ContainsKey(name) ? $"<c>{NameTable.Parameter(name).TrimStart('@')}</c>"
                : $"<c>{name}</c>";
        });
    }

    private static string Escaped(string text) => text.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;");
}
