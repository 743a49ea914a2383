namespace LibTorch.Tests.OpInfo;

/// <summary>A call that Python made, and what came of it when it was made again with the same seed.</summary>
internal sealed class RecordedCall(object?[] origin, object?[] call, object?[] outcome)
{
    /// <summary>The kind of sample, its dtype, and the entry of PyTorch's database that led to the call.</summary>
    public string Sample { get; } = (string)origin[1]!;

    /// <summary>The kind of sample and its dtype.</summary>
    public string Run => Sample[..Sample.IndexOf(' ', Sample.IndexOf(' ', StringComparison.Ordinal) + 1)];

    public long Seed { get; } = (long)origin[2]!;

    public string FullName { get; } = (string)call[0]! + ((string)call[1]! is { Length: > 0 } overload ? "." + overload : "");

    public bool GradMode { get; } = (bool)call[2]!;

    /// <summary>In the order of the running libtorch's schema, none left out.</summary>
    public object?[] Arguments { get; } = (object?[])call[3]!;

    public bool Failed { get; } = (string)outcome[0]! == "error";

    /// <summary>The classes of the exception, the most derived first; none where Python does not know them.</summary>
    public string[] ErrorKinds => Array.ConvertAll((object?[])outcome[1]!, kind => (string)kind!);

    public string Error => (string)outcome[2]!;

    /// <summary>The arguments that the operator wrote to.</summary>
    public object?[] Written => (object?[])outcome[1]!;

    public object?[] Results => (object?[])outcome[2]!;

    /// <summary>Null where there are none, an error's text, or an array.</summary>
    public object? Gradients => outcome[3];

    public override string ToString() => $"{FullName}({string.Join(", ", Arguments.Select(Text))}) in {Sample}";

    private static string Text(object? value) => value switch
    {
        null => "None",
        string text => $"'{text}'",
        object?[] list => $"[{string.Join(", ", list.Select(Text))}]",
        _ => value.ToString()!,
    };
}
