namespace LibTorch.Tests.Operators;

/// <summary>
/// A number that takes part as a tensor is kept for the next call. What the graph saves of it a hook on saved tensors gets
/// hold of; whatever the program does with that, the number stays what it is.
/// </summary>
public sealed class KeptNumbersTests
{
    public static TheoryData<string> Changes => ["write", "in place", "requires grad", "data", "names", "shape", "view", "kept"];

    [Theory]
    [MemberData(nameof(Changes))]
    public void A_number_is_what_it_says_whatever_became_of_an_earlier_one(string change)
    {
        // libtorch 2 gives numbers to no hook.
        List<Tensor> kept = LibTorch.Interop.LibraryCalls.IsAtLeast(2, 0) ? [] : [Changed(change, 2.0), Changed(change, 7L), Changed(change, true)];
        if (change != "kept")
        {
            kept.ForEach(tensor => tensor.Dispose());
        }

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

    [Fact]
    public void No_operator_takes_a_number_that_it_could_give_back()
    {
        Assert.Throws<ArgumentException>(() => Torch.Ops["aten::contiguous"].Invoke(2.0));
        Assert.Throws<ArgumentException>(() => Torch.Ops["aten::view"].Invoke(2.0, new long[] { 1 }));
    }

    private static Tensor Changed(string change, object number)
    {
        var given = Saved(number);
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
            case "in place" or "kept":
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
                using (var view = given.View(1))
                {
                    view.Zero_();
                }

                break;
        }

        return given;
    }

    private static Tensor Saved(object number)
    {
        List<Tensor> saved = [];
        using (Torch.Autograd.Graph.SavedTensorsHooks(
            tensor =>
            {
                saved.Add(tensor);
                return tensor;
            },
            tensor => tensor))
        {
            using var x = Torch.Ones([2], dtype: DType.Float64, requiresGrad: true);
            using var product = Mul(x, number);
        }

        return Assert.Single(saved, tensor => tensor.NDim == 0);
    }

    private static Tensor Mul(Tensor x, object number) => (Tensor)Torch.Ops["aten::mul.Tensor"].Invoke(x, number)[0]!;
}
