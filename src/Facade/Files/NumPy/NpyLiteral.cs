using System.Globalization;
using System.Text;

namespace LibTorch.Files;

/// <summary>
/// Parses the header of an npy file. It is a Python literal of a few types: dictionaries, lists, tuples, strings, integers, True and
/// False. Nothing is evaluated.
/// </summary>
internal ref struct NpyLiteral(string text)
{
    // Record types may be nested in the fields of other record types.
    private const int MaxDepth = 16;

    private int _at;
    private int _depth;

    /// <summary>Parses the whole text as one value: a dictionary, an array (for a tuple), a list, a string, a long or a bool.</summary>
    /// <exception cref="FormatException">The text is something else.</exception>
    public static object Read(string text)
    {
        var reader = new NpyLiteral(text);
        var value = reader.Value();
        return reader.Peek() == '\0' && reader._at == text.Length ? value : throw reader.Error("something follows the value");
    }

    private object Value()
    {
        if (++_depth > MaxDepth)
        {
            throw Error("it is nested too deep");
        }

        var letter = Peek();
        object value = letter switch
        {
            '{' => Dictionary(),
            '(' => Items(')', out var comma) is var items && items.Count == 1 && !comma ? items[0] : items.ToArray(),
            '[' => Items(']', out _),
            '\'' or '"' => Text(),
            '-' or (>= '0' and <= '9') => Number(),
            _ => Word(),
        };
        _depth--;
        return value;
    }

    private Dictionary<string, object> Dictionary()
    {
        var entries = new Dictionary<string, object>();
        _at++;
        while (Peek() != '}')
        {
            var key = Value() as string ?? throw Error("a key is no text");
            Take(':');
            if (!entries.TryAdd(key, Value()))
            {
                throw Error($"there are two entries '{key}'");
            }

            if (Peek() != '}')
            {
                Take(',');
            }
        }

        _at++;
        return entries;
    }

    private List<object> Items(char end, out bool comma)
    {
        var items = new List<object>();
        comma = false;
        _at++;
        while (Peek() != end)
        {
            items.Add(Value());
            comma = Peek() == ',';
            if (Peek() != end)
            {
                Take(',');
            }
        }

        _at++;
        return items;
    }

    private string Text()
    {
        var quote = text[_at++];
        var value = new StringBuilder();
        while (_at < text.Length && text[_at] != quote)
        {
            if (text[_at] is '\n')
            {
                break;
            }

            if (text[_at] != '\\')
            {
                value.Append(text[_at++]);
                continue;
            }

            // Field names may contain escaped quotes and backslashes. Other escape sequences are kept as they are written.
            _at++;
            if (_at < text.Length && text[_at] is not ('\'' or '"' or '\\'))
            {
                value.Append('\\');
            }

            value.Append(_at < text.Length ? text[_at++] : throw Error("a text does not end"));
        }

        return _at < text.Length && text[_at++] == quote ? value.ToString() : throw Error("a text does not end");
    }

    private long Number()
    {
        var start = _at++;
        while (_at < text.Length && char.IsAsciiDigit(text[_at]))
        {
            _at++;
        }

        var digits = text.AsSpan(start, _at - start);
        if (_at < text.Length && text[_at] == 'L')
        {
            // Python 2 wrote long integers with this suffix.
            _at++;
        }

        return long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && (_at == text.Length || !char.IsAsciiLetterOrDigit(text[_at]))
            ? number
            : throw Error("a number is none, or too large");
    }

    private bool Word()
    {
        foreach (var (word, value) in new (string, bool)[] { ("True", true), ("False", false) })
        {
            if (text.AsSpan(_at).StartsWith(word, StringComparison.Ordinal))
            {
                _at += word.Length;
                return value;
            }
        }

        throw Error("there is no value");
    }

    // Skips white space, and returns the next character without consuming it; '\0' at the end.
    private char Peek()
    {
        while (_at < text.Length && text[_at] is (' ' or '\t' or '\n' or '\r'))
        {
            _at++;
        }

        return _at < text.Length ? text[_at] : '\0';
    }

    private void Take(char expected)
    {
        if (Peek() != expected)
        {
            throw Error($"'{expected}' is missing");
        }

        _at++;
    }

    private readonly FormatException Error(string what) => new($"{what}, at {_at}");
}
