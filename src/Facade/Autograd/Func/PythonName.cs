namespace LibTorch;

/// <summary>What Python calls a C# object's type and function, where a message names them.</summary>
internal static class PythonName
{
    /// <summary>The type as Python's messages show it, such as <c>&lt;class 'int'&gt;</c>.</summary>
    public static string OfType(object? value) => $"<class '{Plain(value)}'>";

    /// <summary>The method's name; <c>&lt;lambda&gt;</c> for a lambda, whose own name the compiler made up.</summary>
    public static string OfFunction(Delegate function) =>
        function.Method.Name is var name && name.Contains('<', StringComparison.Ordinal) ? "<lambda>" : name;

    private static string Plain(object? value) => value switch
    {
        null => "NoneType",
        bool => "bool",
        sbyte or byte or short or ushort or int or uint or long or ulong => "int",
        float or double or Half => "float",
        string => "str",
        Array => "list",
        Tensor => "torch.Tensor",
        System.Runtime.CompilerServices.ITuple => "tuple",
        _ => value.GetType().Name,
    };
}
