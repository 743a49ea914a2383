namespace LibTorch;

/// <summary>Where in lists and dictionaries two things were found that are compared.</summary>
internal readonly record struct ComparedPlace(string? Keys)
{
    /// <summary>The place of an item.</summary>
    public ComparedPlace Item(object key) => new($"{Keys}[{PythonObject.Repr(key)}]");

    /// <summary>The message, with the place where it is not the whole.</summary>
    public string Said(string message) => Keys is null ? message : $"{message}\n\nThe failure occurred for item {Keys}";
}
