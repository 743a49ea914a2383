using System.Globalization;
using System.Text.RegularExpressions;

namespace LibTorch.SourceGeneration;

/// <summary>The mapping from schema types to C# types. An unknown type is an error.</summary>
public static class TypeTable
{
    // Classes that libraries define, __torch__.torch.classes.rnn.CellParamsBase; dictionaries are treated like them.
    private const string Class = "__torch__";

    // The C# type of a parameter, and the method that adds it to the call frame.
    private static readonly Dictionary<string, (string Type, string Add)> Parameters = new()
    {
        ["Tensor"] = ("Tensor", "Add"),
        ["Tensor?"] = ("Tensor?", "AddOptional"),
        ["Scalar"] = ("Scalar", "Add"),
        ["Scalar?"] = ("Scalar?", "AddOptional"),
        ["int"] = ("long", "Add"),
        ["int?"] = ("long?", "Add"),
        ["float"] = ("double", "Add"),
        ["float?"] = ("double?", "Add"),
        ["bool"] = ("bool", "Add"),
        ["bool?"] = ("bool?", "Add"),
        ["str"] = ("string", "Add"),
        ["str?"] = ("string?", "Add"),
        ["ScalarType"] = ("DType", "Add"),
        ["ScalarType?"] = ("DType?", "Add"),
        ["Layout?"] = ("Layout?", "Add"),
        ["MemoryFormat"] = ("MemoryFormat", "Add"),
        ["MemoryFormat?"] = ("MemoryFormat?", "Add"),
        ["Device"] = ("Device", "Add"),
        ["Device?"] = ("Device?", "Add"),
        ["int[]"] = ("IntList", "Add"),
        ["int[]?"] = ("IntList", "AddOptional"),
        ["float[]"] = ("global::System.ReadOnlySpan<double>", "Add"),
        ["bool[]"] = ("global::System.ReadOnlySpan<bool>", "Add"),
        ["float[]?"] = ("global::System.ReadOnlySpan<double>", "AddOptional"),
        ["Scalar[]"] = ("global::System.ReadOnlySpan<Scalar>", "Add"),
        ["str[]"] = ("global::System.ReadOnlySpan<string>", "Add"),
        ["str[]?"] = ("global::System.ReadOnlySpan<string>", "AddOptional"),
        ["Generator?"] = ("Generator?", "AddOptional"),
        ["Tensor[]"] = ("global::System.ReadOnlySpan<Tensor>", "Add"),
        ["Tensor?[]"] = ("global::System.ReadOnlySpan<Tensor?>", "Add"),
        ["Layout"] = ("Layout", "Add"),
        ["Generator"] = ("Generator", "AddOptional"),
        ["Storage"] = ("Storage", "Add"),
        ["Stream"] = ("DeviceStream", "Add"),
        [Class] = ("ScriptObject", "Add"),
        [Class + "?"] = ("ScriptObject?", "AddOptional"),
        [Class + "[]"] = ("global::System.ReadOnlySpan<ScriptObject>", "Add"),
    };

    private static readonly Dictionary<string, (string Type, string Read)> Results = new()
    {
        ["Tensor"] = ("Tensor", "Tensor"),
        ["Tensor[]"] = ("Tensor[]", "Tensors"),
        ["int"] = ("long", "Int"),
        ["float"] = ("double", "Double"),
        ["bool"] = ("bool", "Bool"),
        ["Scalar"] = ("Scalar", "Scalar"),
        ["ScalarType"] = ("DType", "DType"),
        ["QScheme"] = ("QScheme", "QScheme"),
        [Class] = ("ScriptObject", "ScriptObject"),
    };

    private static readonly HashSet<string> WithoutConstants = new() { "DType", "Layout", "MemoryFormat", "Device" };

    // Result types that libraries may return, but aten's public operators do not.
    private static readonly Dictionary<string, string> LibraryResults = new()
    {
        ["Tensor?"] = "Tensor?",
        ["Tensor?[]"] = "Tensor?[]",
        ["int?"] = "long?",
        ["float?"] = "double?",
        ["bool?"] = "bool?",
        ["str"] = "string",
        ["str?"] = "string?",
        ["str[]"] = "string[]",
        ["int[]"] = "long[]",
        ["float[]"] = "double[]",
        ["bool[]"] = "bool[]",
        ["Device"] = "Device",
        ["complex"] = "global::System.Numerics.Complex",
        [Class + "[]"] = "ScriptObject[]",
    };

    // The facade's own types, alone or in a list.
    private static readonly Regex Own = new(@"(?<![\w.:])(Tensor|Scalar|DType|Layout|MemoryFormat|Device|IntList|Generator|Storage|DeviceStream|ScriptObject|QScheme)\b", RegexOptions.Compiled);

    /// <exception cref="SchemaException">A type has no counterpart.</exception>
    public static void Check(OperatorSchema schema)
    {
        foreach (var argument in schema.Arguments)
        {
            Default(argument);
        }

        foreach (var result in schema.Results)
        {
            // Each result type of aten has a typed reader, so that no result is boxed.
            _ = schema.IsOfAten ? ResultReader(result) : ResultType(result);
        }
    }

    public static (string Type, string Add) Parameter(SchemaArgument argument)
    {
        if (!Parameters.TryGetValue(Plain(argument.Type), out var parameter))
        {
            throw new SchemaException($"the type '{argument.Type}' of argument '{argument.Name}' has no C# counterpart");
        }

        // If C# cannot write the default as a constant, the parameter is nullable, and null means the schema's default.
        var type = argument.Default is not null && WithoutConstants.Contains(parameter.Type) ? parameter.Type + "?" : parameter.Type;
        return (type, argument.NamesDimensions ? "AddDimname" : parameter.Add);
    }

    public static string ResultType(SchemaResult result) =>
        LibraryResults.TryGetValue(Plain(result.Type), out var type) ? type : Result(result).Type;

    /// <summary>The expression with which code outside the facade reads result number <paramref name="i"/>, by its C# type.</summary>
    public static string LibraryReader(SchemaResult result, int i)
    {
        var type = Qualified(ResultType(result));
        return type.EndsWith("[]", StringComparison.Ordinal) && Plain(result.Type) is not ("int[]" or "float[]" or "bool[]")
            ? $"Results<{type.Substring(0, type.Length - 2)}>({i})"
            : $"Result<{type}>({i}{(type.EndsWith("?", StringComparison.Ordinal) ? ", optional: true" : string.Empty)})";
    }

    /// <summary>The fully qualified C# type.</summary>
    public static string Qualified(string type) => Own.Replace(type, "global::LibTorch.$1");

    public static string ResultReader(SchemaResult result) => Result(result).Read;

    /// <summary>The parameter's default in C#, or null if it is required.</summary>
    /// <exception cref="SchemaException">A type has no counterpart, or the default is not of the type.</exception>
    public static string? Default(SchemaArgument argument)
    {
        var type = Parameter(argument).Type;
        var nothing = type.EndsWith("?", StringComparison.Ordinal) ? "null" : "default";
        return (type.TrimEnd('?'), argument.Default) switch
        {
            (_, null) => null,
            (_, "None") => nothing,
            ("bool", "True") => "true",
            ("bool", "False") => "false",
            ("long", var value) when long.TryParse(value, out _) => value,
            ("double", "inf") => "double.PositiveInfinity",
            ("double", "-inf") => "double.NegativeInfinity",
            ("double", "nan") => "double.NaN",
            ("double", var value) when double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out _) => value.EndsWith(".", StringComparison.Ordinal) ? value + "0" : value,
            ("string", var value) when value.Length > 1 && value[0] == '"' => value,
            ("string", var value) when value.Length > 1 && value[0] == '\'' => $"\"{value.Trim('\'').Replace("\"", "\\\"")}\"",
            ("bool" or "long" or "double" or "string", var value) => throw new SchemaException($"the default '{value}' of argument '{argument.Name}' is no {argument.Type}"),
            _ => nothing,
        };
    }

    /// <summary>The length that a list argument has to have, int[2]; 0 if any length is allowed.</summary>
    public static int Length(SchemaArgument argument)
    {
        var open = argument.Type.IndexOf('[') + 1;
        return open > 0 && int.TryParse(argument.Type.Substring(open, argument.Type.IndexOf(']') - open), out var length) ? length : 0;
    }

    /// <summary>Whether the types of an argument in two versions are the same C# type.</summary>
    public static bool AreAlike(string one, string other) => Plain(one).TrimEnd('?') == Plain(other).TrimEnd('?');

    /// <summary>
    /// The condition under which an argument is left at the schema's default; null if there is none, or if the call frame handles it.
    /// </summary>
    public static string? LeftOut(SchemaArgument argument, string value)
    {
        var literal = Default(argument);

        // In this case null and the empty list stand for a default that C# cannot write, not for None.
        var unwritten = argument.Default is not (null or "None" or "[]") && (literal is "null" or "default");
        if (literal is null || (argument.IsEverywhere && !unwritten))
        {
            return null;
        }

        return Parameter(argument).Type switch
        {
            "Scalar" or "IntList" => null,
            var type when type.EndsWith("?", StringComparison.Ordinal) && literal == "null" => $"{value} is null",
            var type when type.StartsWith("global::System.ReadOnlySpan", StringComparison.Ordinal) => $"{value}.IsEmpty",
            _ => $"{value} == {literal}",
        };
    }

    private static (string Type, string Read) Result(SchemaResult result) =>
        Results.TryGetValue(Plain(result.Type), out var found)
            ? found
            : throw new SchemaException($"the result type '{result.Type}' has no C# counterpart");

    // Symbolic integers are ordinary integers outside of tracing, and a list's fixed length only means that a single number is accepted.
    private static string Plain(string type)
    {
        var plain = type.Replace("SymInt", "int").Replace("SymBool", "bool");
        if (plain.StartsWith(Class, StringComparison.Ordinal) || plain.StartsWith("Dict(", StringComparison.Ordinal))
        {
            plain = Class + plain.Substring(plain.TrimEnd('[', ']', '?').Length);
        }

        var open = plain.IndexOf('[');
        return open < 0 ? plain : plain.Substring(0, open + 1) + plain.Substring(plain.IndexOf(']'));
    }
}
