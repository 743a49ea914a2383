using System.Text.Json;
using LibTorch.Optim;

namespace LibTorch.Export;

/// <summary>The nesting that the results of a compiled network have in Python.</summary>
internal sealed class CallSpec
{
    private readonly JsonElement? _results;

    /// <param name="call">Two strings with Python's description of the nesting: of the arguments, and of the results.</param>
    public CallSpec(List<object?> call)
    {
        try
        {
            // Element 0 of the JSON array is the version of the format.
            _results = call is [_, string { Length: > 0 } results] ? JsonDocument.Parse(results).RootElement[1] : null;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or IndexOutOfRangeException)
        {
            throw new TorchFileException("The package's description of its results cannot be read.", error);
        }
    }

    /// <summary>The tensors in Python's nesting; a flat tuple if the nesting uses types that are not known here.</summary>
    public object? Nested(Tensor[] results)
    {
        var place = 0;
        return _results is { } spec && TryNest(spec, results, ref place, out var nested) && place == results.Length ? nested : Array.ConvertAll(results, result => (object?)result);
    }

    private static bool TryNest(JsonElement spec, Tensor[] results, ref int place, out object? nested)
    {
        nested = null;
        if (spec.GetProperty("type").GetString() is not { } type)
        {
            nested = place < results.Length ? results[place] : null;
            return place++ < results.Length;
        }

        List<object?> children = [];
        foreach (var child in spec.GetProperty("children_spec").EnumerateArray())
        {
            if (!TryNest(child, results, ref place, out var made))
            {
                return false;
            }

            children.Add(made);
        }

        nested = type switch
        {
            "builtins.tuple" => children.ToArray(),
            "builtins.list" => children,
            "builtins.dict" => Dictionary(spec, children),
            _ => null,
        };
        return nested is not null;
    }

    private static StateDictionary? Dictionary(JsonElement spec, List<object?> children)
    {
        using var keys = JsonDocument.Parse(spec.GetProperty("context").GetString() ?? "[]");
        var names = keys.RootElement.EnumerateArray().Select(key => key.ValueKind == JsonValueKind.String ? key.GetString() : null).ToList();
        return names.Count == children.Count && !names.Contains(null) ? new StateDictionary(names.Zip(children, (name, child) => KeyValuePair.Create(name!, child))) : null;
    }
}
