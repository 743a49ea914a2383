using System.Diagnostics.CodeAnalysis;

namespace LibTorch;

/// <summary>Dtypes from their names.</summary>
public readonly partial record struct DType : IParsable<DType>
{
    private const string Prefix = "torch.";

    private static readonly Dictionary<string, ScalarType> Names = NamesOfAll();

    /// <summary>The dtype of a name that Python has for it: <c>torch.float32</c>, <c>float32</c>, or <c>float</c>.</summary>
    /// <exception cref="FormatException">No dtype has that name.</exception>
    public static DType Parse(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return TryParse(name, out var dtype) ? dtype : throw new FormatException($"'{name}' is no dtype; one is torch.float32, or float32.");
    }

    /// <summary>Looks up the dtype of a name; false if no dtype has it.</summary>
    public static bool TryParse([NotNullWhen(true)] string? name, out DType dtype)
    {
        var text = (name ?? "").AsSpan().Trim();
        text = text.StartsWith(Prefix, StringComparison.Ordinal) ? text[Prefix.Length..] : text;
        var found = Names.TryGetValue(text.ToString(), out var type);
        dtype = new(type);
        return found;
    }

    static DType IParsable<DType>.Parse(string s, IFormatProvider? provider) => Parse(s);

    static bool IParsable<DType>.TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out DType result) => TryParse(s, out result);

    private static Dictionary<string, ScalarType> NamesOfAll()
    {
        // Python's other names.
        Dictionary<string, ScalarType> names = new(StringComparer.Ordinal)
        {
            ["half"] = ScalarType.Float16,
            ["float"] = ScalarType.Float32,
            ["double"] = ScalarType.Float64,
            ["short"] = ScalarType.Int16,
            ["int"] = ScalarType.Int32,
            ["long"] = ScalarType.Int64,
            ["chalf"] = ScalarType.Complex32,
            ["cfloat"] = ScalarType.Complex64,
            ["cdouble"] = ScalarType.Complex128,
        };
        foreach (var type in Enum.GetValues<ScalarType>())
        {
            names.Add(new DType(type).ToString()[Prefix.Length..], type);
        }

        return names;
    }
}
