using System.Text;

namespace LibTorch.SourceGeneration;

/// <summary>Writes the C# methods of one operator.</summary>
internal static class MethodEmitter
{
    // Subtracted from the priority of the overload that takes an IEnumerable, so that a collection expression or an array binds to the
    // span.
    private const int BelowOthers = 10;

    private const string TensorList = "global::System.ReadOnlySpan<Tensor> ";

    /// <summary>Writes the method that calls the operator: an instance method, or a static one if there is no self.</summary>
    public static void Call(StringBuilder code, OperatorSchema schema, string method, bool instance, SchemaArgument? number)
    {
        var given = schema.Arguments.ToList();
        var parameters = Parameters(given.Skip(instance ? 1 : 0), number, schema.IsFactory).ToList();
        var last = parameters.Count - 1;
        if (last >= 0 && NameTable.TakesTensorsOneByOne(schema.BaseName) && parameters[last].StartsWith(TensorList, System.StringComparison.Ordinal))
        {
            parameters[last] = "params " + parameters[last];
        }

        Document(code, schema, new(instance));
        code.Append("    ").Append(Access(schema)).Append(instance ? " " : " static ").Append(ResultType(schema)).Append(' ')
            .Append(method).Append('(').Append(string.Join(", ", parameters)).AppendLine(")");
        code.AppendLine("    {");
        var resolve = schema.Since is null ? "Resolve(" : $"ResolveSince(\"{schema.Since}\", ";
        code.AppendLine($"        using var call = new CallFrame({Field(schema)} ??= Operator.{resolve}{Names(schema)}), {given.Count});");
        foreach (var argument in given)
        {
            var value = instance && argument == given[0] ? "this" : NameTable.Parameter(argument.Name);
            value = NameTable.IsDefaultDevice(schema, argument) ? $"DefaultDevice.Or({value})" : value;
            value = NameTable.IsPartOnDevice(schema, argument) ? $"DefaultDevice.Place({value}, device)" : value;
            code.AppendLine("        " + Add("call", argument, value, argument == number));
        }

        Return(code, schema);
        code.AppendLine("    }").AppendLine();
    }

    /// <summary>Writes the method of a library's operator: static, and an extension method if its first argument is a tensor.</summary>
    public static void LibraryCall(StringBuilder code, OperatorSchema schema, string method)
    {
        // A name that no operator's argument can have.
        const string Call = "__call";
        var extension = Ordered(schema.Arguments).FirstOrDefault() is { Type: "Tensor" } first && first == schema.Arguments[0] ? "this " : string.Empty;
        var parameters = string.Join(", ", Parameters(schema.Arguments, number: null, factory: false, TypeTable.Qualified));
        Document(code, schema, new(Instance: false) { Space = "global::LibTorch." });
        code.AppendLine($"    public static {ResultType(schema, TypeTable.Qualified)} {method}({extension}{parameters})").AppendLine("    {");
        code.AppendLine($"        using var {Call} = new global::LibTorch.OperatorCall({Field(schema)} ??= global::LibTorch.OperatorCall.Resolve({Names(schema)}), {schema.Arguments.Count});");
        foreach (var argument in schema.Arguments)
        {
            code.AppendLine("        " + Add(Call, argument, Value(argument), isNumber: false));
        }

        code.AppendLine($"        {Call}.Invoke();");
        var reads = schema.Results.Select((result, i) => $"{Call}.{TypeTable.LibraryReader(result, i)}").ToList();
        if (reads.Count > 0)
        {
            code.AppendLine($"        return {(reads.Count == 1 ? reads[0] : $"({string.Join(", ", reads)})")};");
        }

        code.AppendLine("    }").AppendLine();
    }

    /// <summary>Writes a static method that forwards to an instance method.</summary>
    public static void Twin(StringBuilder code, OperatorSchema schema, string method, SchemaArgument? number, string? target = null, (string Name, string Page)? follows = null)
    {
        var rest = schema.Arguments.Skip(1).ToList();
        var parameters = Parameters(rest, number, schema.IsFactory).Prepend("Tensor input");
        var values = Ordered(rest).Select(a => NameTable.Parameter(a.Name)).ToList();
        if (schema.IsFactory)
        {
            values.Add("requiresGrad");
        }

        Document(code, schema, new(Instance: false) { Follows = follows });
        code.AppendLine($"    {Access(schema)} static {ResultType(schema)} {method}({string.Join(", ", parameters)}) => NullCheck.Of(input).{target ?? method}({string.Join(", ", values)});").AppendLine();
    }

    /// <summary>Writes a function that forwards to another class's function.</summary>
    public static void Forward(StringBuilder code, OperatorSchema schema, string method, string target, (string Name, string Page)? follows = null)
    {
        var values = string.Join(", ", Ordered(schema.Arguments).Select(a => NameTable.Parameter(a.Name)));
        Document(code, schema, new(Instance: false) { Follows = follows });
        code.AppendLine($"    public static {ResultType(schema)} {method}({string.Join(", ", Parameters(schema.Arguments, null, factory: false))}) => {target}({values});").AppendLine();
    }

    /// <summary>Writes a property for an attribute of Python's tensor.</summary>
    public static void Property(StringBuilder code, OperatorSchema schema, string name)
    {
        DocumentationEmitter.Write(code, schema, new(Instance: true) { IsProperty = true });
        code.AppendLine($"    public {ResultType(schema)} {name}").AppendLine("    {");
        code.AppendLine($"        {Mark(schema)}").AppendLine("        get").AppendLine("        {");
        code.AppendLine($"            using var call = new CallFrame({Field(schema)} ??= Operator.Resolve({Names(schema)}), 1);");
        code.AppendLine("            call.Add(this);").AppendLine("            return call.InvokeTensor();");
        code.AppendLine("        }").AppendLine("    }").AppendLine();
    }

    /// <summary>Writes the function that returns an attribute.</summary>
    public static void AttributeTwin(StringBuilder code, OperatorSchema schema, string name)
    {
        Document(code, schema, new(Instance: false));
        code.AppendLine($"    public static {ResultType(schema)} {name}(Tensor input) => NullCheck.Of(input).{name};").AppendLine();
    }

    /// <summary>
    /// Writes overloads that take a number of integers separately, followed by the other arguments: zeros(2, 3, dtype=...).
    /// </summary>
    public static void Extents(StringBuilder code, OperatorSchema schema, string method, bool instance)
    {
        const int MostDimensions = 6;
        var list = IntegerList(schema);
        var rest = schema.Arguments.Skip(instance ? 1 : 0).Where(a => a != list).ToList();
        var values = Ordered(rest).Select(a => NameTable.Parameter(a.Name)).Concat(Enumerable.Repeat("requiresGrad", schema.IsFactory ? 1 : 0));
        for (var count = 1; count <= MostDimensions; count++)
        {
            var extents = Enumerable.Range(0, count).Select(i => $"{NameTable.Parameter(list.Name)}{i}").ToList();
            var parameters = extents.Select(name => "long " + name).Concat(Parameters(rest, null, schema.IsFactory));
            DocumentationEmitter.Write(code, schema, new(instance) { Extents = count });
            code.AppendLine($"    public {(instance ? string.Empty : "static ")}{ResultType(schema)} {method}({string.Join(", ", parameters)}) =>");
            code.AppendLine($"        {method}({string.Join(", ", values.Prepend($"(IntList)(global::System.ReadOnlySpan<long>)[{string.Join(", ", extents)}]"))});").AppendLine();
        }
    }

    /// <summary>Writes the overload that takes its tensors from a list or a query.</summary>
    public static void Sequence(StringBuilder code, OperatorSchema schema, string method, bool instance)
    {
        static bool IsList(SchemaArgument argument) => TypeTable.Parameter(argument).Type.StartsWith("global::System.ReadOnlySpan<Tensor", StringComparison.Ordinal);
        var given = schema.Arguments.Skip(instance ? 1 : 0).ToList();
        if (PublicSurface.IsHidden(schema) || !given.Any(IsList))
        {
            return;
        }

        var values = Ordered(given).Select(a => IsList(a) ? $"TensorSequence.Of({NameTable.Parameter(a.Name)})" : NameTable.Parameter(a.Name));
        var parameters = Parameters(given, null, schema.IsFactory).Select(parameter => parameter.Replace("global::System.ReadOnlySpan<Tensor", "global::System.Collections.Generic.IEnumerable<Tensor"));
        DocumentationEmitter.Write(code, schema, new(instance));
        code.AppendLine("    /// <exception cref=\"global::System.ArgumentNullException\">There is no list.</exception>");
        Hide(code, schema);
        code.AppendLine($"    [global::System.Runtime.CompilerServices.OverloadResolutionPriority({Priority(schema) - BelowOthers})]");
        code.AppendLine($"    public {(instance ? string.Empty : "static ")}{ResultType(schema)} {method}({string.Join(", ", parameters)}) => {method}({string.Join(", ", values)});").AppendLine();
    }

    /// <summary>Writes the overload that takes its integers separately, with everything else at its default.</summary>
    public static void Varargs(StringBuilder code, OperatorSchema schema, string method, bool instance, bool twin)
    {
        var name = NameTable.Parameter(IntegerList(schema).Name);
        Document(code, schema, new(instance) { OnlyList = true });
        var (head, target) = twin ? ("Tensor input, ", "NullCheck.Of(input).") : (string.Empty, string.Empty);
        code.AppendLine($"    {Access(schema)}{(instance ? " " : " static ")}{ResultType(schema)} {method}({head}params global::System.ReadOnlySpan<long> {name}) => {target}{method}((IntList){name});").AppendLine();
    }

    /// <summary>The argument whose integers may be given separately.</summary>
    public static SchemaArgument IntegerList(OperatorSchema schema) => schema.Arguments.First(argument => TypeTable.Parameter(argument).Type == "IntList");

    /// <summary>The field that keeps the resolved operator.</summary>
    public static string Field(OperatorSchema schema) => "s_" + schema.FullName.Replace("::", "_").Replace('.', '_');

    public static string ResultType(OperatorSchema schema, Func<string, string>? qualify = null)
    {
        var types = schema.Results.Select(TypeTable.ResultType).Select(type => qualify?.Invoke(type) ?? type).ToList();
        return types.Count switch
        {
            0 => "void",
            1 => types[0],
            _ => "(" + string.Join(", ", types.Zip(NameTable.Results(schema), (type, name) => name is null ? type : $"{type} {name}")) + ")",
        };
    }

    // Before C# 14, a ReadOnlySpan<Tensor> does not convert to a ReadOnlySpan<Tensor?>; the ! avoids that.
    private static string Value(SchemaArgument argument) =>
        NameTable.Parameter(argument.Name) + (TypeTable.Parameter(argument).Type.EndsWith("<Tensor>", StringComparison.Ordinal) ? "!" : string.Empty);

    private static string Names(OperatorSchema schema) =>
        string.Join(", ", schema.Arguments.Select(argument => argument.Names).Prepend(schema.FullName).Select(Quoted));

    private static string Add(string call, SchemaArgument argument, string value, bool isNumber)
    {
        // If an older libtorch lacks the argument, or its default is not None, "not given" has to mean the default and not None.
        var byDefault = !argument.IsEverywhere || argument.Default is not (null or "None");
        var plain = isNumber || (byDefault && TypeTable.Parameter(argument).Type is ("IntList" or "Scalar"));
        var add = $"{call}.{(plain ? "Add" : TypeTable.Parameter(argument).Add)}({value});";
        return TypeTable.LeftOut(argument, value) is { } leftOut ? $"if ({leftOut}) {call}.AddDefault(); else {add}" : add;
    }

    private static string Access(OperatorSchema schema) => PublicSurface.IsHidden(schema) ? "internal" : "public";

    // C# requires parameters without a default before those with one; otherwise the order is the schema's. Out arguments come first, as in
    // libtorch's C++ functions.
    public static IEnumerable<SchemaArgument> Ordered(IEnumerable<SchemaArgument> arguments) =>
        arguments.OrderBy(a => a.KeywordOnly && a.Written ? 0 : TypeTable.Default(a) is null ? 1 : 2);

    private static IEnumerable<string> Parameters(IEnumerable<SchemaArgument> arguments, SchemaArgument? number, bool factory, Func<string, string>? qualify = null)
    {
        foreach (var argument in Ordered(arguments))
        {
            var type = argument == number ? "Scalar" : TypeTable.Parameter(argument).Type;
            var value = TypeTable.Default(argument);
            yield return $"{qualify?.Invoke(type) ?? type} {NameTable.Parameter(argument.Name)}{(value is null ? string.Empty : " = " + value)}";
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

    // Makes ambiguous calls choose the intended overload: [] for integers instead of dimension names, and [2, 3] for the list instead of
    // separate integers.
    private static int Priority(OperatorSchema schema)
    {
        var byName = schema.Arguments.Any(argument => argument.NamesDimensions);
        return byName ? -1
            : schema.NoneRank > 0 ? 1 + schema.NoneRank
            : schema.IsPreferred ? 1
            : schema.TakesVarargs && schema.Arguments.Count == (schema.HasSelf ? 2 : 1) ? -1
            : 0;
    }

    private static void Document(StringBuilder code, OperatorSchema schema, MethodForm form)
    {
        DocumentationEmitter.Write(code, schema, form);
        Hide(code, schema);
        code.AppendLine($"    {Mark(schema, form.Space)}");
        var priority = form.OnlyList ? 0 : Priority(schema);
        if (priority != 0)
        {
            code.AppendLine($"    [global::System.Runtime.CompilerServices.OverloadResolutionPriority({priority})]");
        }
    }

    private static void Hide(StringBuilder code, OperatorSchema schema)
    {
        if (NameTable.IsHiddenFromCompletion(schema))
        {
            code.AppendLine("    [global::System.ComponentModel.EditorBrowsable(global::System.ComponentModel.EditorBrowsableState.Never)]");
        }
    }

    private static string Mark(OperatorSchema schema, string space = "") => $"[{space}Operator({Quoted(schema.Text)})]";

    private static string Quoted(string text) => "\"" + text.Replace("\\", "\\\\").Replace("\"", "\\\"") + "\"";
}
