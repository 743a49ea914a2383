using System.Globalization;

namespace LibTorch;

/// <summary>The suffixes in PyTorch's text that say how a quantized tensor's numbers are stored.</summary>
internal static class QuantizedSuffixes
{
    /// <summary>Whether the tensor is a quantized one.</summary>
    public static bool In(Tensor tensor) => tensor.DType.ScalarType is ScalarType.QInt8 or ScalarType.QUInt8 or ScalarType.QInt32;

    /// <summary>PyTorch's name of a quantized tensor's scheme, such as <c>torch.per_tensor_affine</c>.</summary>
    public static string SchemeName(Tensor tensor) => ((QScheme)(long)Ask("qscheme", tensor)).TorchName();

    /// <summary>The suffixes, beginning with the scheme; none for a tensor that is not quantized.</summary>
    public static IReadOnlyList<string> Read(Tensor tensor)
    {
        if (!In(tensor))
        {
            return [];
        }

        var scheme = SchemeName(tensor);
        var suffixes = new List<string> { "quantization_scheme=" + scheme };
        if (scheme.StartsWith("torch.per_tensor", StringComparison.Ordinal))
        {
            suffixes.Add("scale=" + NumPyScalar.Format(new[] { (double)Ask("q_scale", tensor) }, FloatKind.Double, default));
            suffixes.Add(string.Create(CultureInfo.InvariantCulture, $"zero_point={Ask("q_zero_point", tensor)}"));
        }
        else
        {
            suffixes.Add($"scale={Ask("q_per_channel_scales", tensor)}");
            suffixes.Add($"zero_point={Ask("q_per_channel_zero_points", tensor)}");
            suffixes.Add(string.Create(CultureInfo.InvariantCulture, $"axis={Ask("q_per_channel_axis", tensor)}"));
        }

        return suffixes;
    }

    private static object Ask(string name, Tensor tensor) => Torch.Ops["aten::" + name].Invoke(tensor)[0]!;
}
