namespace LibTorch.Tests.Tensors;

/// <summary>A tensor in a foreach loop.</summary>
public class RowsTests(PythonSession python)
{
    [Theory]
    [InlineData("torch.arange(6.).reshape(3, 2)")]
    [InlineData("torch.arange(3.)")]
    [InlineData("torch.zeros(0, 2)")]
    public void Rows_come_as_Python_gives_them(string expression)
    {
        using var x = expression switch
        {
            "torch.arange(3.)" => Torch.Arange(3f),
            "torch.zeros(0, 2)" => Torch.Zeros(0, 2),
            _ => Torch.Arange(6f).Reshape(3, 2),
        };
        List<string> rows = [];
        foreach (var row in x)
        {
            rows.Add(row.ToString());
        }

        Assert.Equal(python.Eval($"'|'.join(str(row) for row in {expression})"), string.Join('|', rows));
        List<Tensor> spread = [.. x];
        Assert.Equal(rows.Count, spread.Count);
    }

    [Fact]
    public void Rows_are_views_in_the_graph()
    {
        using var x = Torch.Ones([2, 2], requiresGrad: true);
        foreach (var row in x)
        {
            Assert.Equal(python.Eval("[row.grad_fn.name() for row in torch.ones(2, 2, requires_grad=True)][0]"), row.GradFn!.Name);
        }

        using var y = Torch.Zeros(2, 2);
        foreach (var row in y)
        {
            row.Fill_(1);
        }

        Assert.Equal(4, y.Sum().Item<float>());
    }

    [Fact]
    public void A_number_has_no_rows() =>
        Parity.SameError(python, "iter(torch.tensor(1.))", () => { foreach (var row in Torch.Tensor(1f)) { row.Dispose(); } });
}
