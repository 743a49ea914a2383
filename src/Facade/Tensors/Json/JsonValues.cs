using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace LibTorch;

/// <summary>The values of nested JSON arrays, and the shape that they make.</summary>
internal sealed class JsonValues(JsonNumberHandling handling)
{
    private const int MostDimensions = 64;

    private readonly List<long> _whole = [];
    private readonly List<long> _shape = [];

    // Null until the first number that is not an integer.
    private List<double>? _real;
    private bool _isTruth = true;

    private int Count => _real?.Count ?? _whole.Count;

    /// <exception cref="JsonException">The JSON is neither a number nor nested arrays of numbers that agree in length.</exception>
    public void Read(ref Utf8JsonReader reader) => Read(ref reader, 0, isFirst: true);

    public Tensor ToTensor(DType? dtype, Device? device)
    {
        ReadOnlySpan<long> shape = CollectionsMarshal.AsSpan(_shape);
        if (Count == 0 || _real is not null)
        {
            return Torch.Tensor<double>(CollectionsMarshal.AsSpan(_real), shape, dtype ?? Torch.GetDefaultDType(), device);
        }

        return Torch.Tensor<long>(CollectionsMarshal.AsSpan(_whole), shape, dtype ?? (_isTruth ? DType.Bool : DType.Int64), device);
    }

    // The first value that is reached determines the nesting depth; all other values must have the same depth.
    private void Read(ref Utf8JsonReader reader, int depth, bool isFirst)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            Require(depth == _shape.Count);
            Value(ref reader);
            return;
        }

        if (isFirst)
        {
            Require(_shape.Count < MostDimensions);
            _shape.Add(-1);
        }

        Require(depth < _shape.Count);
        var length = 0L;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            Read(ref reader, depth + 1, isFirst && length == 0);
            length++;
        }

        Require(_shape[depth] < 0 || _shape[depth] == length);
        _shape[depth] = length;
    }

    private void Value(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.True or JsonTokenType.False:
                Add(reader.GetBoolean() ? 1 : 0);
                break;
            case JsonTokenType.Number when reader.TryGetInt64(out var whole):
                _isTruth = false;
                Add(whole);
                break;
            case JsonTokenType.Number:
                AddReal(reader.GetDouble());
                break;
            case JsonTokenType.String when NamedNumbers.Read(ref reader, handling) is { } named:
                AddReal(named);
                break;
            default:
                throw new JsonException($"A tensor's values are numbers or truth values, not a {reader.TokenType}.");
        }
    }

    private void Add(long value)
    {
        if (_real is not null)
        {
            _real.Add(value);
        }
        else
        {
            _whole.Add(value);
        }
    }

    private void AddReal(double value)
    {
        _real ??= [.. _whole.Select(whole => (double)whole)];
        _real.Add(value);
    }

    private static void Require(bool fits)
    {
        if (!fits)
        {
            throw new JsonException("The nested arrays of a tensor have to agree in length, and may be 64 deep.");
        }
    }
}
