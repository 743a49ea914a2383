namespace LibTorch.SourceGeneration;

/// <summary>The one table from schema types to C#'s. A type it does not know is an error, not a guess.</summary>
public static class TypeTable
{
    // What libraries define themselves: __torch__.torch.classes.rnn.CellParamsBase.
    private const string Class = "__torch__";

    // The C# type of a parameter, and how it is handed to the call frame.
    private static readonly Dictionary<string, (string Type, string Add)> Parameters = new()
    {
        ["Tensor"] = ("Tensor", "Add"),
        ["Tensor?"] = ("Tensor?", "AddOptional"),
        ["Scalar"] = ("Scalar", "Add"),
        ["Scalar?"] = ("Scalar", "Add"),
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

    /// <exception cref="SchemaException">A type has no counterpart.</exception>
    public static void Check(OperatorSchema schema)
    {
        foreach (var argument in schema.Arguments)
        {
            Parameter(argument);
        }

        foreach (var result in schema.Results)
        {
            ResultType(result);
        }
    }

    public static (string Type, string Add) Parameter(SchemaArgument argument) =>
        Parameters.TryGetValue(Plain(argument.Type), out var parameter)
            ? NameTable.NamesDimensions(argument) && argument.Type.StartsWith("str", StringComparison.Ordinal) ? (parameter.Type, "AddDimname") : parameter
            : throw new SchemaException($"the type '{argument.Type}' of argument '{argument.Name}' has no C# counterpart");

    public static string ResultType(SchemaResult result) => Result(result).Type;

    public static string ResultReader(SchemaResult result) => Result(result).Read;

    /// <summary>The parameter's default in C#, or null when it has to be given.</summary>
    public static string? Default(SchemaArgument argument)
    {
        var type = Parameter(argument).Type;
        return argument.Default switch
        {
            null => null,
            "None" => type.EndsWith("?", StringComparison.Ordinal) ? "null" : "default",
            "True" => "true",
            "False" => "false",
            var value when type is "long" or "long?" or "double" or "double?" => value.EndsWith(".", StringComparison.Ordinal) ? value + "0" : value,
            var value when type is "string" or "string?" => value,

            // What C# cannot write as a constant is left to the schema.
            _ => type.EndsWith("?", StringComparison.Ordinal) ? "null" : "default",
        };
    }

    /// <summary>How many elements a list argument has to have, int[2]; 0 where any number will do.</summary>
    public static int Length(SchemaArgument argument)
    {
        var open = argument.Type.IndexOf('[') + 1;
        return open > 0 && int.TryParse(argument.Type.Substring(open, argument.Type.IndexOf(']') - open), out var length) ? length : 0;
    }

    /// <summary>Whether two versions' types of an argument are the same to C#.</summary>
    public static bool AreAlike(string one, string other) => Plain(one).TrimEnd('?') == Plain(other).TrimEnd('?');

    /// <summary>The condition under which an argument that some libtorchs lack is left out; null when the call frame sees to it.</summary>
    public static string? LeftOut(SchemaArgument argument, string value)
    {
        var literal = Default(argument);
        if (argument.IsEverywhere || literal is null)
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

    /// <summary>Whether null stands for a default that C# cannot write, rather than for None.</summary>
    public static bool IsLeftToSchema(SchemaArgument argument) =>
        argument.Default is not (null or "None") && Default(argument) == "null";

    private static (string Type, string Read) Result(SchemaResult result) =>
        Results.TryGetValue(Plain(result.Type), out var found)
            ? found
            : throw new SchemaException($"the result type '{result.Type}' has no C# counterpart");

    // Symbolic integers are integers outside a tracer, and a list's fixed length says only that one number will do.
    private static string Plain(string type)
    {
        var plain = type.Replace("SymInt", "int").Replace("SymBool", "bool");
        if (plain.StartsWith(Class, StringComparison.Ordinal))
        {
            plain = Class + plain.Substring(plain.TrimEnd('[', ']', '?').Length);
        }

        var open = plain.IndexOf('[');
        return open < 0 ? plain : plain.Substring(0, open + 1) + plain.Substring(plain.IndexOf(']'));
    }
}
