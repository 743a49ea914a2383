using LibTorch.Examples.Rules;

namespace LibTorch.Tests.Examples;

/// <summary>A rule that is wrong, in whatever way, does not hold.</summary>
public sealed class RuleCheckTests
{
    private static readonly double[] Point = [0.5, -1.25, 2];

    [Fact]
    public void A_right_gradient_holds() => Assert.True(Check(x => x.Pow(3).Sum(), x => 3 * x.Pow(2)));

    [Fact]
    public void A_right_gradient_of_a_linear_function_holds() => Assert.True(Check(x => 2 * x.Sum(), x => 2 * x / x));

    [Fact]
    public void A_wrong_closed_form_does_not_hold() => Assert.False(Check(x => x.Pow(3).Sum(), x => 3.0001 * x.Pow(2)));

    [Fact]
    public void A_closed_form_wrong_by_less_than_any_difference_quotient_sees_does_not_hold() =>
        Assert.False(Check(x => x.Pow(3).Sum(), x => 3.000000000001 * x.Pow(2)));

    [Fact]
    public void What_autograd_and_the_closed_form_agree_on_does_not_hold_against_the_difference_quotients() =>
        Assert.False(Check(x => (x.Detach() * x).Sum(), x => x));

    [Fact]
    public void A_gradient_that_is_not_a_number_does_not_hold() => Assert.False(Check(x => x.Sum(), x => x * double.NaN));

    [Fact]
    public void A_claim_that_the_gradient_does_not_keep_does_not_hold()
    {
        Claim positive = new("every number is positive", gradient => gradient.ToArray<double>().Min());

        Assert.True(Check(x => x.Pow(3).Sum(), x => 3 * x.Pow(2), positive));
        Assert.False(Check(x => x.Pow(2).Sum(), x => 2 * x, positive));
    }

    [Fact]
    public void The_forward_error_falls_with_h_and_the_central_one_with_its_square()
    {
        var report = RuleCheck.Of(new Rule("cubes", Torch.Tensor(Point), x => x.Pow(3).Sum(), x => 3 * x.Pow(2), [], "", ""));

        Assert.StartsWith("h                     1.0e-01  1.0e-02  1.0e-03", report.Lines[1], StringComparison.Ordinal);
        Assert.StartsWith("forward difference    6.1e-01  6.0e-02  6.0e-03", report.Lines[2], StringComparison.Ordinal);
        Assert.StartsWith("central difference    1.0e-02  1.0e-04  1.0e-06", report.Lines[3], StringComparison.Ordinal);
    }

    private static bool Check(Func<Tensor, Tensor> f, Func<Tensor, Tensor> gradient, params Claim[] also) =>
        RuleCheck.Of(new Rule("claimed", Torch.Tensor(Point), f, gradient, also, "", "")).Held;
}
