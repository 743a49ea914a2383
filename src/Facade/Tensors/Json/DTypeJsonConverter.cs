using System.Text.Json;

namespace LibTorch;

/// <summary>Writes a dtype to JSON as its name, <c>"torch.float32"</c>, and reads any of its names, also as the keys of a dictionary.</summary>
public sealed class DTypeJsonConverter : NameJsonConverter<DType>
{
    private protected override DType Parse(string? text) => DType.TryParse(text, out var dtype) ? dtype : throw new JsonException("This is not the name of a dtype.");
}
