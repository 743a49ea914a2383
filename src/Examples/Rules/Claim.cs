namespace LibTorch.Examples.Rules;

/// <summary>What a rule says about its gradient beside the closed form: in words, and by how much the gradient keeps it.</summary>
/// <remarks>The claim holds where the margin is over 0.</remarks>
internal sealed record Claim(string Words, Func<Tensor, double> Margin);
