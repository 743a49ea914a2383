using System.Text;
using System.Text.RegularExpressions;
using LibTorch.NN;

namespace LibTorch.SourceGeneration;

/// <summary>Writes the class for a row of a table of modules.</summary>
internal static class ModuleEmitter
{
    /// <param name="code">The class is appended here.</param>
    /// <param name="row">The row.</param>
    /// <param name="meaning">Gives the meaning of a setting by its name.</param>
    public static void Emit(StringBuilder code, ModuleRow row, Func<string, string> meaning)
    {
        var types = string.Concat(row.Inputs.Select(_ => "Tensor, "));
        code.Append($"\n/// <summary>{row.Does}{(row.GivesIndices ? ", and where it was" : "")}; <c>torch.nn.{row.PythonName}{(row.GivesIndices ? "(return_indices=True)" : "")}</c>.</summary>\n")
            .Append($"public sealed partial class {row.Name} : {row.Base?.Replace("TOutput", row.Output) ?? $"Module<{types}{row.Output}>"}\n{{\n");
        foreach (var setting in Members(row))
        {
            code.Append($"    private Buffer? {setting.Field};\n\n");
        }

        Constructor(code, row, meaning);
        if (row.Base is null)
        {
            foreach (var setting in row.Settings)
            {
                code.Append($"    /// <summary>{meaning(setting.Name)}</summary>\n    {setting.Declaration}\n\n");
            }
        }

        if (row.GivesIndices)
        {
            code.Append($"    internal override string ClassName => \"{row.PythonName}\";\n\n");
        }

        Forward(code, row);
        if (row.Text.Length > 0)
        {
            code.Append($"    /// <inheritdoc/>\n    public override string ExtraRepr() => {Text(row)};\n\n");
        }

        code.Append("    /// <inheritdoc/>\n    protected override void ListMembers(MemberList members)\n    {\n")
            .Append($"        base.ListMembers(members);\n        members.Of(typeof({row.Name}));\n");
        foreach (var setting in Members(row))
        {
            code.Append($"        members.Add(\"{MemberName.Of(setting.Name)}\", ref {setting.Field});\n");
        }

        code.Append("    }\n}\n");
    }

    // A base class keeps its own settings.
    private static IEnumerable<ModuleSetting> Members(ModuleRow row) => row.Settings.Where(setting => setting.Field is not null && row.Base is null);

    private static void Constructor(StringBuilder code, ModuleRow row, Func<string, string> meaning)
    {
        if (row.Settings.Length == 0)
        {
            return;
        }

        foreach (var setting in row.Settings)
        {
            code.Append($"    /// <param name=\"{setting.Name}\">{meaning(setting.Name)}</param>\n");
        }

        if (row.Error.Length > 0)
        {
            code.Append($"    /// <exception cref=\"{row.Error}\">{row.When}</exception>\n");
        }

        code.Append($"    public {row.Name}({string.Join(", ", row.Settings.Select(setting => setting.Parameter))})\n");
        if (row.Base is not null)
        {
            var given = row.Given.SelectMany(argument => argument == "*" ? row.Settings.Select(setting => setting.Passed) : [Replaced(argument, row, setting => setting.Passed)]);
            code.Append($"        : base({string.Join(", ", given)})\n");
        }

        code.Append("    {\n");
        foreach (var setting in row.Base is null ? row.Settings : [])
        {
            code.Append($"        {setting.Field ?? setting.Property} = {setting.Kept};\n");
        }

        foreach (var check in row.Checks)
        {
            code.Append($"        SettingCheck.{Replaced(check, row, setting => setting.Property)};\n");
        }

        code.Append("    }\n\n");
    }

    private static void Forward(StringBuilder code, ModuleRow row)
    {
        if (row.Call is null)
        {
            return;
        }

        code.Append($"    /// <inheritdoc/>\n    public override {row.Output} Forward({string.Join(", ", row.Inputs.Select(input => $"Tensor {input}"))})\n    {{\n");
        foreach (var input in row.Inputs)
        {
            code.Append($"        global::System.ArgumentNullException.ThrowIfNull({input});\n");
        }

        code.Append($"        return {Replaced(row.Call, row, setting => setting.Argument)};\n    }}\n\n");
    }

    private static string Replaced(string text, ModuleRow row, Func<ModuleSetting, string> by) =>
        row.Settings.Aggregate(text, (result, setting) => Regex.Replace(result, $@"(?<!\.)\b{setting.Name}\b", by(setting)));

    // Replaces {alpha}, {?inplace} and {,inplace} by calls of SettingText.
    private static string Text(ModuleRow row) => "$\"" + Regex.Replace(row.Text, @"\{([?,]?)(\w+)\}", match =>
    {
        var setting = row.Settings.First(one => one.Name == match.Groups[2].Value);
        var shown = match.Groups[1].Value switch
        {
            "?" => $"SettingText.IfTrue(\"{setting.Name}\", {setting.Property})",
            "," => $"SettingText.IfTrue(\", {setting.Name}\", {setting.Property})",
            _ => $"SettingText.Of({setting.Property})",
        };
        return $"{{{shown}}}";
    }) + "\"";
}
