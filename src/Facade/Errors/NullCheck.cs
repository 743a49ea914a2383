using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace LibTorch;

/// <summary>Throws for null in place of a tensor. The message names the most common cause: a gradient before the backward pass.</summary>
internal static class NullCheck
{
    /// <summary>The end of the message.</summary>
    public const string Hint = "A leaf's Grad is null until Backward has filled it.";

    /// <summary>The tensor itself.</summary>
    /// <exception cref="ArgumentNullException">The tensor is null.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Tensor Of([NotNull] Tensor? tensor, [CallerArgumentExpression(nameof(tensor))] string? name = null)
    {
        if (tensor is null)
        {
            Throw(name);
        }

        return tensor;
    }

    [DoesNotReturn]
    private static void Throw(string? name) => throw new ArgumentNullException(name, "The tensor is null. " + Hint);
}
