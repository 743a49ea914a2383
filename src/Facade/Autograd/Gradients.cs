using LibTorch.Interop;

namespace LibTorch;

/// <summary>Operations on the gradients of several tensors.</summary>
internal static class Gradients
{
    /// <summary>
    /// Sets all gradients to null, or fills them with zeros. Without <paramref name="setToNone"/> it does what the running PyTorch does
    /// by default: null since 2.0, zeros before.
    /// </summary>
    public static void Clear(IEnumerable<Tensor> tensors, bool? setToNone)
    {
        var takeAway = setToNone ?? LibraryCalls.IsAtLeast(2, 0);
        foreach (var tensor in tensors)
        {
            if (takeAway)
            {
                tensor.Grad = null;
            }
            else if (tensor.Grad is { } gradient)
            {
                _ = gradient.GradFn is null ? gradient.RequiresGrad_(false) : gradient.Detach_();
                gradient.Zero_();
            }
        }
    }
}
