using LibTorch.Interop;

namespace LibTorch;

/// <summary>What is done to the gradients of several tensors.</summary>
internal static class Gradients
{
    /// <summary>Takes all of them away, or sets them to zero; without <paramref name="setToNone"/> what the running PyTorch does: since 2.0 it takes them away.</summary>
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
