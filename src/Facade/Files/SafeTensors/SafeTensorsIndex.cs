using System.Globalization;
using System.Text;
using System.Text.Json;

namespace LibTorch.Files;

/// <summary>The index of a model in several safetensors files: which tensor is in which file.</summary>
internal static class SafeTensorsIndex
{
    /// <summary>The file of each tensor, by name.</summary>
    /// <exception cref="TorchFileException">The file is not an index, or names a file outside its folder.</exception>
    public static OrderedDictionary<string, string> Read(string path)
    {
        using var stream = FileReader.Open(path);
        var reader = new FileReader(stream, stream.Name, Transfer.Silent);
        if (reader.Left is not <= SafeTensorsHeader.MaxBytes)
        {
            throw new TorchFileException($"{path} is no index of safetensors files: it has more than {SafeTensorsHeader.MaxBytes} bytes, or its length is unknown.");
        }

        var json = reader.ReadBytes((int)reader.Left, "the index");
        try
        {
            return Parse(new Utf8JsonReader(json));
        }
        catch (Exception error) when (error is JsonException or TorchFileException or InvalidOperationException)
        {
            throw new TorchFileException($"{path} is no index of safetensors files: {error.Message}", error);
        }
    }

    /// <summary>The bytes of an index as Python's tools write it.</summary>
    public static byte[] Write(IEnumerable<KeyValuePair<string, string>> places, long bytes)
    {
        var lines = places.OrderBy(place => place.Key, Utf8Comparer.Instance).Select(place => $"    {Ascii(place.Key)}: {Ascii(place.Value)}");
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{{\n  \"metadata\": {{\n    \"total_size\": {bytes}\n  }},\n  \"weight_map\": {{\n{string.Join(",\n", lines)}\n  }}\n}}\n");
        return Encoding.ASCII.GetBytes(text.ToString());
    }

    private static OrderedDictionary<string, string> Parse(Utf8JsonReader json)
    {
        OrderedDictionary<string, string>? places = null;
        Require(json.Read() && json.TokenType == JsonTokenType.StartObject, "it is no object");
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.GetString() != "weight_map")
            {
                json.Read();
                json.Skip();
                continue;
            }

            Require(places is null, "it has two weight_maps");
            places = [];
            Require(json.Read() && json.TokenType == JsonTokenType.StartObject, "its weight_map is no object");
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                var name = json.GetString()!;
                Require(json.Read() && json.TokenType == JsonTokenType.String, $"the file of '{FileText.Short(name)}' is no text");
                var file = json.GetString()!;
                Require(IsBeside(file), $"the file of '{FileText.Short(name)}' is '{FileText.Short(file)}', which is no name of a file beside the index");
                Require(places.TryAdd(name, file), $"there are two files of '{FileText.Short(name)}'");
            }
        }

        Require(!json.Read(), "something follows the object");
        return places ?? throw new TorchFileException("it has no weight_map");
    }

    // Only a file name without a path: a malicious index could otherwise refer to files outside the folder.
    private static bool IsBeside(string file) =>
        file.Length > 0 && file is not ("." or "..") && file.IndexOfAny(['/', '\\', '\0', ':']) < 0;

    private static void Require(bool holds, string message)
    {
        if (!holds)
        {
            throw new TorchFileException(message);
        }
    }

    private static string Ascii(string text) =>
        string.Concat(SafeTensorsText.Quoted(text).Select(letter => letter < 0x7f ? letter.ToString() : string.Create(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}")));
}
