using LibTorch.Interop;

namespace LibTorch;

/// <summary>The text of a tensor inside a transformed function: its level, and the tensor that it stands for.</summary>
internal static class WrappedText
{
    public static string Of(Tensor tensor)
    {
        var (transform, level, dimension, handle) = TransformCalls.Describe(tensor);
        using var value = Tensor.Own(handle);
        if (value is null)
        {
            return "BatchedTensor(...)";
        }

        // Like Python's textwrap.indent: empty lines stay empty.
        var inner = string.Join('\n', value.ToString().Split('\n').Select(line => line.Length == 0 ? line : "    " + line));
        return transform == Transform.Vmap
            ? $"BatchedTensor(lvl={level}, bdim={dimension}, value=\n{inner}\n)"
            : $"GradTrackingTensor(lvl={level}, value=\n{inner}\n)";
    }
}
