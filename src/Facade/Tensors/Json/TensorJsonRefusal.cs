using System.Text.Json;
using System.Text.Json.Serialization;

namespace LibTorch;

/// <summary>
/// The default converter, which throws: the caller has to choose a tensor's form in JSON. Without it the serializer would follow the
/// tensor's properties, which lead to further tensors without end.
/// </summary>
internal sealed class TensorJsonRefusal : JsonConverter<Tensor>
{
    private const string Message =
        "A tensor has no form in JSON of its own. For nested arrays of its values add a TensorJsonConverter to the options' Converters; Torch.Save keeps all of it in a file.";

    public override bool CanConvert(Type typeToConvert) => typeof(Tensor).IsAssignableFrom(typeToConvert);

    public override Tensor Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException(Message);

    public override void Write(Utf8JsonWriter writer, Tensor value, JsonSerializerOptions options) => throw new NotSupportedException(Message);
}
