using System.Globalization;
using System.Text;

namespace LibTorch.Files;

/// <summary>Writes JSON strings as the reference library of safetensors does.</summary>
internal static class SafeTensorsText
{
    /// <summary>A JSON string in which only quotes, backslashes and control characters are escaped.</summary>
    /// <exception cref="ArgumentException">The string contains half of a surrogate pair, which UTF-8 cannot represent.</exception>
    public static string Quoted(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var quoted = new StringBuilder("\"");
        for (var i = 0; i < text.Length; i++)
        {
            var letter = text[i];
            if (char.IsSurrogate(letter) && !(char.IsHighSurrogate(letter) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1])) && !(char.IsLowSurrogate(letter) && i > 0 && char.IsHighSurrogate(text[i - 1])))
            {
                throw new ArgumentException($"'{text}' is no valid text: it has half of a surrogate pair at {i}.", nameof(text));
            }

            quoted.Append(letter switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\b' => "\\b",
                '\f' => "\\f",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                < ' ' => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}"),
                _ => letter.ToString(),
            });
        }

        return quoted.Append('"').ToString();
    }
}
