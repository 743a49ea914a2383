namespace LibTorch.NN;

/// <summary>A module's settings as Python writes them in its repr.</summary>
internal static class SettingText
{
    public static string Of(bool value) => value ? "True" : "False";

    public static string Of(long value) => PythonText.Integer(value);

    public static string Of(long? value) => value is { } there ? Of(there) : "None";

    public static string Of(double value) => PythonText.Float(value);

    public static string Of(double? value) => value is { } there ? Of(there) : "None";

    public static string Of(Scalar value) => PythonText.Number(value);

    public static string Of(string value) => PythonText.Quoted(value);

    public static string Of(IReadOnlyList<long>? values) => values?.ToString() ?? "None";

    public static string Of(IReadOnlyList<long?> sides) => sides.ToString()!;

    /// <summary>A tuple.</summary>
    public static string Of(ReadOnlySpan<long> values) => PythonText.Tuple(values);

    /// <summary>Whether a normalisation has a bias; its repr contains that since libtorch 2.14.</summary>
    public static string OfBias(Parameter? bias) => Interop.LibraryCalls.IsAtLeast(2, 14) ? $", bias={Of(bias is not null)}" : "";

    /// <summary><c>inplace=True</c>, or nothing.</summary>
    public static string IfTrue(string name, bool value) => value ? $"{name}=True" : "";
}
