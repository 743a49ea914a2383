namespace LibTorch;

/// <summary>The path of indices and keys to a compared pair inside lists and dictionaries.</summary>
internal readonly record struct ComparedPlace(string? Keys)
{
    /// <summary>The path of an item inside this place.</summary>
    public ComparedPlace Item(object key) => new($"{Keys}[{PythonObject.Repr(key)}]");

    /// <summary>The message, with the path appended unless the pair is the whole object.</summary>
    public string Said(string message) => Keys is null ? message : $"{message}\n\nThe failure occurred for item {Keys}";
}
