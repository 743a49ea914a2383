namespace LibTorch.Tests.Operators;

/// <summary>A number that takes part as a tensor is kept for the next call; whatever a program does with one that an operator gave back, the number stays what it is.</summary>
public sealed class KeptNumbersTests
{
    public static TheoryData<string> Changes => ["write", "in place", "requires grad", "data", "names", "shape", "view", "packed"];

    [Theory]
    [MemberData(nameof(Changes))]
    public void A_number_is_what_it_says_whatever_became_of_an_earlier_one(string change)
    {
        Change(change, 2.0);
        Change(change, 7L);
        Change(change, true);
        using var ones = Torch.Ones([2], dtype: DType.Float64);
        for (var again = 0; again < 2; again++)
        {
            Assert.Equal("tensor([2., 2.], dtype=torch.float64)", (ones * 2.0).ToString());
            Assert.Equal("tensor([8., 8.], dtype=torch.float64)", (ones + 7L).ToString());
            Assert.Equal("tensor([1., 1.], dtype=torch.float64)", Mul(ones, true).ToString());
            Assert.Equal(DType.Float32, (Torch.Ones(2) * 2.0).DType);
            Assert.Equal(DType.Int64, (Torch.Ones([2], dtype: DType.Int64) + 7L).DType);
        }
    }

    private static void Change(string change, object number)
    {
        using var given = Op("aten::contiguous", number);
        switch (change)
        {
            case "write" when number is bool:
                given.AsSpan<bool>()[0] = false;
                break;
            case "write" when number is long:
                given.AsSpan<long>()[0] = 99;
                break;
            case "write":
                given.AsSpan<double>()[0] = 99;
                break;
            case "in place":
                given.Fill_(0);
                break;
            case "requires grad" when number is double:
                given.RequiresGrad_();
                break;
            case "data":
                given.Data = Torch.Zeros([2, 2], dtype: given.DType);
                break;
            case "names":
                Torch.Ops["aten::rename_"].Invoke(given, Array.Empty<string>());
                break;
            case "shape":
                given.Unsqueeze_(0);
                break;
            case "view":
                using (var view = Op("aten::view", number, new long[] { 1 }))
                {
                    view.Zero_();
                }

                break;
            case "packed" when number is double:
                using (Torch.Autograd.Graph.SavedTensorsHooks(Zeroed, tensor => tensor))
                {
                    using var x = Torch.Ones([2], dtype: DType.Float64, requiresGrad: true);
                    _ = Mul(x, number);
                }

                break;
        }
    }

    // The hook gets what the graph saves: the number, too.
    private static Tensor Zeroed(Tensor tensor)
    {
        if (tensor.NDim == 0)
        {
            tensor.AsSpan<double>()[0] = 0;
        }

        return tensor;
    }

    private static Tensor Mul(Tensor x, object number) => (Tensor)Torch.Ops["aten::mul.Tensor"].Invoke(x, number)[0]!;

    private static Tensor Op(string name, params object?[] arguments) => (Tensor)Torch.Ops[name].Invoke(arguments)[0]!;
}
