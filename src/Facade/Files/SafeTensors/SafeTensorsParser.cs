using System.Text.Json;
using System.Text.Unicode;

namespace LibTorch.Files;

/// <summary>Parses the JSON object of a safetensors header. Strings for error messages are created only if there is an error.</summary>
internal ref struct SafeTensorsParser
{
    // The limit of libtorch's operators.
    private const int MaxDimensions = 64;

    // The approximate memory for an entry, besides its name and shape.
    private const int EntryBytes = 200;

    private const string Metadata = "'__metadata__'";

    private readonly List<SafeTensorInfo> _tensors = [];
    private readonly OrderedDictionary<string, string> _metadata = [];
    private readonly FileBudget _budget;
    private Utf8JsonReader _json;
    private SafeTensorsType? _type;
    private string _name = "";

    public SafeTensorsParser(ReadOnlySpan<byte> json, FileBudget budget)
    {
        _budget = budget;
        if (json.IsEmpty || json[0] != '{')
        {
            throw new TorchFileException("the header does not begin with '{'");
        }

        if (!Utf8.IsValid(json))
        {
            throw new TorchFileException("the header is no UTF-8");
        }

        _json = new Utf8JsonReader(json);
    }

    private readonly string Tensor => $"tensor '{FileText.Short(_name)}'";

    /// <exception cref="TorchFileException">The object does not conform to the format.</exception>
    /// <exception cref="JsonException">The text is not JSON.</exception>
    public (List<SafeTensorInfo> Tensors, OrderedDictionary<string, string> Metadata) Parse()
    {
        Expect(JsonTokenType.StartObject, "the header");
        var hasMetadata = false;
        while (NextProperty("the header"))
        {
            if (!_json.ValueTextEquals(SafeTensorsHeader.MetadataName))
            {
                _name = _json.GetString()!;
                ReadTensor();
                continue;
            }

            if (hasMetadata)
            {
                throw new TorchFileException("there are two entries named '__metadata__'");
            }

            hasMetadata = true;
            ReadMetadata();
        }

        return _json.Read() ? throw new TorchFileException("something follows the header's object") : (_tensors, _metadata);
    }

    private void ReadMetadata()
    {
        _json.Read();
        if (_json.TokenType == JsonTokenType.Null)
        {
            return;
        }

        Require(JsonTokenType.StartObject, Metadata);
        while (NextProperty(Metadata))
        {
            var key = _json.GetString()!;
            _json.Read();
            if (_json.TokenType != JsonTokenType.String)
            {
                throw new TorchFileException($"'{FileText.Short(key)}' in '__metadata__' is no text");
            }

            var value = _json.GetString()!;
            _budget.Take(EntryBytes + (sizeof(char) * (key.Length + value.Length)));
            if (!_metadata.TryAdd(key, value))
            {
                throw new TorchFileException($"there are two entries named '{FileText.Short(key)}' in '__metadata__'");
            }
        }
    }

    private void ReadTensor()
    {
        Expect(JsonTokenType.StartObject, "the entry");
        SafeTensorsType? type = null;
        long[]? shape = null, offsets = null;
        while (NextProperty("the entry"))
        {
            if (_json.ValueTextEquals("dtype"u8))
            {
                RequireFirst(type, "dtype");
                Expect(JsonTokenType.String, "the dtype");
                type = ReadType();
            }
            else if (_json.ValueTextEquals("shape"u8))
            {
                RequireFirst(shape, "shape");
                shape = ReadNumbers(MaxDimensions, "the shape");
            }
            else if (_json.ValueTextEquals("data_offsets"u8))
            {
                RequireFirst(offsets, "data_offsets");
                offsets = ReadNumbers(2, "the data_offsets");
            }
            else
            {
                // Ignore other properties, which a later version of the format may have.
                _json.Read();
                _json.Skip();
            }
        }

        if (type is null || shape is null || offsets is not [var begin, var end])
        {
            throw new TorchFileException($"{Tensor} has to have a dtype, a shape and two data_offsets");
        }

        Check(type, shape, begin, end);
        _budget.Take(EntryBytes + (sizeof(char) * _name.Length) + (sizeof(long) * shape.Length));
        _tensors.Add(new SafeTensorInfo(_name, type, shape, begin, end));
    }

    // Most tensors have the same type as the one before, so that type is tried first.
    private SafeTensorsType ReadType()
    {
        if (_type is null || !_json.ValueTextEquals(_type.Name))
        {
            var name = _json.GetString()!;
            _type = SafeTensorsType.Named(name) ?? throw new TorchFileException($"{Tensor} has the dtype '{FileText.Short(name)}', which the format does not support");
        }

        return _type;
    }

    private readonly void Check(SafeTensorsType type, long[] shape, long begin, long end)
    {
        if (end < begin)
        {
            throw new TorchFileException($"{Tensor} ends at byte {end} of the data, before it begins, at {begin}");
        }

        // An extent of 0 counts as 1 here: an empty tensor must not hide that its other extents overflow in libtorch.
        Int128 most = 1;
        foreach (var extent in shape)
        {
            most *= Math.Max(extent, 1);
            if (most > long.MaxValue || most * type.Bits / 8 > long.MaxValue)
            {
                throw new TorchFileException($"{Tensor} of shape [{string.Join(", ", shape)}] is too large for any memory");
            }
        }

        var bits = shape.Contains(0) ? 0 : most * type.Bits;
        if (bits % 8 != 0 || bits / 8 != end - begin)
        {
            throw new TorchFileException($"{Tensor} of dtype {type.Name} and shape [{string.Join(", ", shape)}] takes {bits} bits, and its data_offsets are {end - begin} bytes apart");
        }
    }

    private long[] ReadNumbers(int most, string what)
    {
        Expect(JsonTokenType.StartArray, what);
        Span<long> numbers = stackalloc long[most];
        var count = 0;
        while (_json.Read() && _json.TokenType != JsonTokenType.EndArray)
        {
            if (count == most)
            {
                throw new TorchFileException($"{what} of {Tensor} has more than {most} numbers");
            }

            numbers[count++] = _json.TokenType == JsonTokenType.Number && _json.TryGetInt64(out var number) && number >= 0
                ? number
                : throw new TorchFileException($"{what} of {Tensor} has something else in it than whole numbers from 0 to {long.MaxValue}");
        }

        return numbers[..count].ToArray();
    }

    private readonly void RequireFirst(object? before, string property)
    {
        if (before is not null)
        {
            throw new TorchFileException($"{Tensor} has two of '{property}'");
        }
    }

    // Reads the name of the object's next property; false at the object's end.
    private bool NextProperty(string what)
    {
        _json.Read();
        if (_json.TokenType == JsonTokenType.EndObject)
        {
            return false;
        }

        Require(JsonTokenType.PropertyName, what);
        return true;
    }

    private void Expect(JsonTokenType type, string what)
    {
        _json.Read();
        Require(type, what);
    }

    private readonly void Require(JsonTokenType type, string what)
    {
        if (_json.TokenType != type)
        {
            var place = _name.Length > 0 && what != Metadata ? $"{what} of {Tensor}" : what;
            throw new TorchFileException($"{place} is not what the format says it is: there is {_json.TokenType} instead of {type}");
        }
    }
}
