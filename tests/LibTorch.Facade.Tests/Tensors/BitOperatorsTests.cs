namespace LibTorch.Tests.Tensors;

/// <summary>C#'s operators on bits and truth values.</summary>
public class BitOperatorsTests(PythonSession python)
{
    private const string Setup = "x = torch.tensor([1, 6, -5]); y = torch.tensor([2, 1, 0]); m = torch.tensor([True, False]); f = torch.tensor([1.5, -2.])";

    public static TheoryData<string> Expressions =>
        ["x << y", "x << 2", "x >> y", "x >> 1", "f << 2", "f >> 1", "x & 3", "3 & x", "x | 8", "8 | x", "x ^ 5", "5 ^ x", "m & True", "True & m", "m | True", "m ^ True", "False | m"];

    [Theory]
    [MemberData(nameof(Expressions))]
    public void They_are_Pythons(string expression)
    {
        using var x = Torch.Tensor([1L, 6, -5]);
        using var y = Torch.Tensor([2L, 1, 0]);
        using var m = Torch.Tensor([true, false]);
        using var f = Torch.Tensor([1.5f, -2]);
        Parity.SameAnswer(python, $"bits({expression})", () => Parity.Bits(expression switch
        {
            "x << y" => x << y,
            "x << 2" => x << 2,
            "x >> y" => x >> y,
            "x >> 1" => x >> 1,
            "f << 2" => f << 2,
            "f >> 1" => f >> 1,
            "x & 3" => x & 3,
            "3 & x" => 3 & x,
            "x | 8" => x | 8,
            "8 | x" => 8 | x,
            "x ^ 5" => x ^ 5,
            "5 ^ x" => 5 ^ x,
            "m & True" => m & true,
            "True & m" => true & m,
            "m | True" => m | true,
            "m ^ True" => m ^ true,
            _ => false | m,
        }), Setup);
    }

    [Theory]
    [InlineData("torch.float32")]
    [InlineData("torch.bfloat16")]
    [InlineData("torch.complex64")]
    [InlineData("torch.int16")]
    [InlineData("torch.uint8")]
    [InlineData("torch.bool")]
    public void The_complement_is_for_integers_and_truth_values(string dtype) => Parity.SameAnswer(
        python, $"bits(~torch.ones(2, dtype={dtype}))", () => Parity.Bits(~Torch.Ones([2], dtype: DType.Parse(dtype))));

    [Fact]
    public void The_complement_of_a_fraction_is_a_type_error() =>
        Parity.SameError(python, "~torch.ones(2)", () => _ = ~Torch.Ones(2));

    [Fact]
    public void A_negated_mask_and_a_negated_condition_read_as_they_should()
    {
        using var mask = Torch.Tensor([true, false]);
        Assert.Equal(python.Eval("bits(~torch.tensor([True, False]))"), Parity.Bits(!mask));
        Assert.Equal(python.Eval("bits(torch.logical_not(torch.tensor([0., 2.])))"), Parity.Bits(!Torch.Tensor([0f, 2])));
        Assert.True(!(Torch.Tensor(2f) < 1) ? true : false);
        Assert.Throws<TorchException>(() => !mask ? 1 : 0);
    }
}
