using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace LibTorch;

/// <summary>Numbers that are not finite, which JSON has only as names, where the options allow these.</summary>
internal static class NamedNumbers
{
    /// <summary>Whether names are allowed.</summary>
    public static bool AreAllowed(JsonNumberHandling handling) => (handling & JsonNumberHandling.AllowNamedFloatingPointLiterals) != 0;

    /// <summary>The number of the name that is being read, or null.</summary>
    public static double? Read(ref Utf8JsonReader reader, JsonNumberHandling handling) =>
        reader.TokenType == JsonTokenType.String && AreAllowed(handling) && reader.GetString() is ("NaN" or "Infinity" or "-Infinity") and var name
            ? double.Parse(name, CultureInfo.InvariantCulture)
            : null;
}
