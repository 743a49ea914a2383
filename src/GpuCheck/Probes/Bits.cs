using System.Security.Cryptography;
using LibTorch.GpuCheck.Operators;

namespace LibTorch.GpuCheck.Probes;

/// <summary>A tensor's dtype, shape and elements as a short text that two processes can compare; python/probes.py has the same.</summary>
internal static class Bits
{
    private const int ShownWhole = 32;

    public static string Of(Tensor tensor)
    {
        var bytes = Elements.Of(tensor);
        var text = bytes.Length <= ShownWhole ? Convert.ToHexStringLower(bytes) : "sha256 " + Convert.ToHexStringLower(SHA256.HashData(bytes));
        return $"{tensor.DType} [{string.Join(", ", tensor.Shape)}] {text}";
    }
}
