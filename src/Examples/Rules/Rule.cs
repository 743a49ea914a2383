namespace LibTorch.Examples.Rules;

/// <summary>A rule of differentiation, and the float64 point at which it is checked.</summary>
/// <remarks>
/// Gradient is the closed form: a tensor with the shape of x, then that of f(x). Function and ClosedForm are the source of
/// what F and Gradient compute.
/// </remarks>
internal sealed record Rule(
    string Name,
    Tensor X,
    Func<Tensor, Tensor> F,
    Func<Tensor, Tensor> Gradient,
    IReadOnlyList<Claim> Also,
    string Function,
    string ClosedForm);
