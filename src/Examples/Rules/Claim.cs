namespace LibTorch.Examples.Rules;

/// <summary>
/// A claim of a rule about its gradient in addition to the closed form: in words, and the margin by which the gradient satisfies it.
/// </summary>
/// <remarks>The claim holds where the margin is over 0.</remarks>
internal sealed record Claim(string Words, Func<Tensor, double> Margin);
