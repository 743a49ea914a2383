using System.Text;

namespace LibTorch.SourceGeneration;

/// <summary>Writes the C# methods of one operator.</summary>
internal static class MethodEmitter
{
    private const string TensorList = "global::System.ReadOnlySpan<Tensor> ";

    /// <summary>The method that makes the call: an instance method, or a static one where there is no self.</summary>
    public static void Call(StringBuilder code, OperatorSchema schema, string method, bool instance, SchemaArgument? number)
    {
        var given = schema.Arguments.ToList();
        var parameters = Parameters(given.Skip(instance ? 1 : 0), number, schema.IsFactory).ToList();
        var last = parameters.Count - 1;
        if (last >= 0 && NameTable.TakesTensorsOneByOne(schema.BaseName) && parameters[last].StartsWith(TensorList, System.StringComparison.Ordinal))
        {
            parameters[last] = "params " + parameters[last];
        }

        Document(code, schema);
        code.Append("    ").Append(Access(schema)).Append(instance ? " " : " static ").Append(ResultType(schema)).Append(' ')
            .Append(method).Append('(').Append(string.Join(", ", parameters)).AppendLine(")");
        code.AppendLine("    {");
        var field = Field(schema);
        var names = string.Join(", ", given.Select(a => $"\"{a.Names}\""));
        var resolve = schema.Since is null ? "Resolve(" : $"ResolveSince(\"{schema.Since}\", ";
        code.AppendLine($"        using var call = new CallFrame({field} ??= Operator.{resolve}\"{schema.FullName}\", {names}), {given.Count});");
        foreach (var argument in given)
        {
            var value = instance && argument == given[0] ? "this" : NameTable.Parameter(argument.Name);
            // An argument that an older libtorch lacks has to be at its default there, not at None.
            var plain = argument == number || (!argument.IsEverywhere && TypeTable.Parameter(argument).Type == "IntList");
            var add = plain ? "Add" : TypeTable.Parameter(argument).Add;
            var leftOut = TypeTable.IsLeftToSchema(argument) ? $"{value} is null" : TypeTable.LeftOut(argument, value);
            code.AppendLine($"        {(leftOut is null ? string.Empty : $"if ({leftOut}) call.AddDefault(); else ")}call.{add}({value});");
        }

        Return(code, schema);
        code.AppendLine("    }").AppendLine();
    }

    /// <summary>A method that passes its arguments on: the static twin of an instance method.</summary>
    public static void Twin(StringBuilder code, OperatorSchema schema, string method, SchemaArgument? number, string? target = null)
    {
        var rest = schema.Arguments.Skip(1).ToList();
        var parameters = Parameters(rest, number, schema.IsFactory).Prepend("Tensor input");
        var values = Ordered(rest).Select(a => NameTable.Parameter(a.Name)).ToList();
        if (schema.IsFactory)
        {
            values.Add("requiresGrad");
        }

        Document(code, schema);
        code.AppendLine($"    {Access(schema)} static {ResultType(schema)} {method}({string.Join(", ", parameters)}) => input.{target ?? method}({string.Join(", ", values)});").AppendLine();
    }

    /// <summary>A function that passes its arguments on to another class's function.</summary>
    public static void Forward(StringBuilder code, OperatorSchema schema, string method, string target)
    {
        var values = string.Join(", ", Ordered(schema.Arguments).Select(a => NameTable.Parameter(a.Name)));
        Document(code, schema);
        code.AppendLine($"    public static {ResultType(schema)} {method}({string.Join(", ", Parameters(schema.Arguments, null, factory: false))}) => {target}({values});").AppendLine();
    }

    /// <summary>The form that takes its integers one by one, all else at its default.</summary>
    public static void Varargs(StringBuilder code, OperatorSchema schema, string method, bool instance, bool twin)
    {
        var name = NameTable.Parameter(schema.Arguments.First(a => TypeTable.Parameter(a).Type == "IntList").Name);
        Document(code, schema, varargs: true);
        var (head, target) = twin ? ("Tensor input, ", "input.") : (string.Empty, string.Empty);
        code.AppendLine($"    {Access(schema)}{(instance ? " " : " static ")}{ResultType(schema)} {method}({head}params global::System.ReadOnlySpan<long> {name}) => {target}{method}((IntList){name});").AppendLine();
    }

    /// <summary>The field that keeps the resolved operator.</summary>
    public static string Field(OperatorSchema schema) => "s_" + schema.FullName.Replace("::", "_").Replace('.', '_');

    public static string ResultType(OperatorSchema schema)
    {
        var types = schema.Results.Select(TypeTable.ResultType).ToList();
        return types.Count switch
        {
            0 => "void",
            1 => types[0],
            _ => "(" + string.Join(", ", types.Zip(schema.Results, (type, result) => $"{type} {NameTable.Pascal(result.Name ?? "_")}".Replace(" __", string.Empty))) + ")",
        };
    }

    private static string Access(OperatorSchema schema) => PublicSurface.IsHidden(schema) ? "internal" : "public";

    // C# wants what must be given before what may be left out; the order is the schema's otherwise.
    // What the results are written to comes first, as in libtorch's own C++ functions.
    private static IEnumerable<SchemaArgument> Ordered(IEnumerable<SchemaArgument> arguments) =>
        arguments.OrderBy(a => a.KeywordOnly && a.Written ? 0 : TypeTable.Default(a) is null ? 1 : 2);

    private static IEnumerable<string> Parameters(IEnumerable<SchemaArgument> arguments, SchemaArgument? number, bool factory)
    {
        foreach (var argument in Ordered(arguments))
        {
            var type = argument == number ? "Scalar" : TypeTable.Parameter(argument).Type;
            var value = TypeTable.Default(argument);
            yield return $"{type} {NameTable.Parameter(argument.Name)}{(value is null ? string.Empty : " = " + value)}";
        }

        if (factory)
        {
            yield return "bool requiresGrad = false";
        }
    }

    private static void Return(StringBuilder code, OperatorSchema schema)
    {
        code.AppendLine("        call.Invoke();");
        var reads = schema.Results.Select((result, i) => $"call.{TypeTable.ResultReader(result)}({i})").ToList();
        switch (reads.Count)
        {
            case 0:
                break;
            case 1 when schema.IsFactory:
                code.AppendLine($"        var made = {reads[0]};");
                code.AppendLine("        return requiresGrad ? Torch.Recording(made) : made;");
                break;
            case 1:
                code.AppendLine($"        return {reads[0]};");
                break;
            default:
                code.AppendLine($"        return ({string.Join(", ", reads)});");
                break;
        }
    }

    // [] could be a list of names, and [2, 3] fits the form that takes its integers one by one as well: those are meant.
    private static int Priority(OperatorSchema schema)
    {
        var byName = schema.Arguments.Any(argument => NameTable.NamesDimensions(argument) && argument.Type.StartsWith("str", System.StringComparison.Ordinal));
        return byName ? -1
            : schema.IsPreferred ? 1
            : schema.TakesVarargs && schema.Arguments.Count == (schema.HasSelf ? 2 : 1) ? -1
            : 0;
    }

    private static void Document(StringBuilder code, OperatorSchema schema, bool varargs = false)
    {
        var text = schema.Text.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;");
        code.AppendLine($"    /// <summary><c>{text}</c></summary>");
        var versions = schema.Versions.Length > 0 ? $" In libtorch {schema.Versions}." : string.Empty;
        code.AppendLine($"    /// <remarks>Follows <c>torch.{Python(schema)}</c>.{versions}</remarks>");

        code.AppendLine("    /// <exception cref=\"TorchException\">libtorch refuses the arguments.</exception>");
        code.AppendLine($"    [Operator({Quoted(schema.Text)})]");
        var priority = varargs ? 0 : Priority(schema);
        if (priority != 0)
        {
            code.AppendLine($"    [global::System.Runtime.CompilerServices.OverloadResolutionPriority({priority})]");
        }
    }

    private static string Python(OperatorSchema schema) => schema.HasSelf && schema.BaseName.EndsWith("_", System.StringComparison.Ordinal)
        ? "Tensor." + schema.BaseName
        : schema.BaseName.Replace("linalg_", "linalg.").Replace("fft_", "fft.").Replace("special_", "special.");

    private static string Quoted(string text) => "\"" + text.Replace("\\", "\\\\").Replace("\"", "\\\"") + "\"";
}
