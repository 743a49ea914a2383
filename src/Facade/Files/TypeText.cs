namespace LibTorch.Files;

/// <summary>A .NET type as C# writes it, for error messages.</summary>
internal static class TypeText
{
    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(bool)] = "bool", [typeof(char)] = "char", [typeof(byte)] = "byte", [typeof(sbyte)] = "sbyte", [typeof(short)] = "short", [typeof(ushort)] = "ushort",
        [typeof(int)] = "int", [typeof(uint)] = "uint", [typeof(long)] = "long", [typeof(ulong)] = "ulong", [typeof(nint)] = "nint", [typeof(nuint)] = "nuint",
        [typeof(float)] = "float", [typeof(double)] = "double", [typeof(string)] = "string", [typeof(object)] = "object",
    };

    /// <summary>The type's text: <c>List&lt;Tensor&gt;</c>, <c>int?</c>, <c>long[]</c>; with the article <c>an int?</c>.</summary>
    public static string Of(Type type, bool withArticle = false)
    {
        var text = Text(type);
        return !withArticle ? text : "aeioAEIO".Contains(text[0], StringComparison.Ordinal) ? $"an {text}" : $"a {text}";
    }

    private static string Text(Type type)
    {
        if (Keywords.TryGetValue(type, out var keyword))
        {
            return keyword;
        }

        if (Nullable.GetUnderlyingType(type) is { } value)
        {
            return Text(value) + "?";
        }

        if (type.IsArray)
        {
            return Text(type.GetElementType()!) + "[]";
        }

        if (!type.IsGenericType)
        {
            return type.Name;
        }

        var arguments = string.Join(", ", type.GetGenericArguments().Select(Text));
        return type.Name.StartsWith("ValueTuple`", StringComparison.Ordinal) ? $"({arguments})" : $"{type.Name.Split('`')[0]}<{arguments}>";
    }
}
