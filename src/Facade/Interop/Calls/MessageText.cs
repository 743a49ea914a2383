using System.Text.RegularExpressions;

namespace LibTorch.Interop;

/// <summary>Rewrites libtorch's messages as Python shows them: there, C++ type names have other names.</summary>
internal static partial class MessageText
{
    // libtorch's name of a tensor type, such as CPUFloatType or Variable[SparseCUDALongType].
    [GeneratedRegex(@"(?:Variable\[)?(Sparse)?(CPU|CUDA)(Byte|Char|Double|Float|Int|Long|Short|Half)Type\]?")]
    private static partial Regex TensorType();

    public static string AsPython(string message) =>
        message.Contains("Type", StringComparison.Ordinal) ? TensorType().Replace(message, Rename) : message;

    private static string Rename(Match match) =>
        $"torch.{(match.Groups[2].Value == "CUDA" ? "cuda." : "")}{(match.Groups[1].Success ? "sparse." : "")}{match.Groups[3].Value}Tensor";
}
