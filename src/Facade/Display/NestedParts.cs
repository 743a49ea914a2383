using LibTorch.Interop;

namespace LibTorch;

/// <summary>The tensors that a nested tensor consists of, as they are printed.</summary>
internal static class NestedParts
{
    /// <summary>Their texts; null for a tensor that is not nested.</summary>
    public static IReadOnlyList<string>? Read(Tensor tensor)
    {
        if (!tensor.Has(TensorFlags.Nested))
        {
            return null;
        }

        var parts = tensor.Unbind();
        try
        {
            return Array.ConvertAll(parts, part => part.ToString());
        }
        finally
        {
            foreach (var part in parts)
            {
                part.Dispose();
            }
        }
    }
}
