namespace LibTorch.Tests.Operators;

/// <summary>Operators that write to given tensors, and named dimensions.</summary>
public sealed class OutTests(PythonSession python)
{
    [Fact]
    public void The_given_tensor_is_filled_and_returned()
    {
        using var result = Torch.Empty(3);
        Assert.Same(result, Torch.AddOut(result, Torch.Arange(3.0), Torch.Ones(3), alpha: 2));
        Parity.Same(python, "torch.add(torch.arange(3.), torch.ones(3), alpha=2)", result);
    }

    [Fact]
    public void Several_results()
    {
        using var values = Torch.Empty(0);
        using var indices = Torch.Empty([0], dtype: DType.Int64);
        var (first, second) = Torch.MaxOut(values, indices, Torch.Tensor(new[,] { { 1f, 3f }, { 4f, 2f } }), 1);
        Assert.Same(values, first);
        Assert.Same(indices, second);
        Parity.Same(python, "torch.max(torch.tensor([[1., 3.], [4., 2.]]), 1)", [values, indices]);
    }

    [Fact]
    public void Dimensions_by_name()
    {
        Needs.Operator("aten::refine_names");
        var x = Torch.Arange(6.0).Reshape(2, 3).RefineNames(["N", "C"]);
        Parity.Same(python, "torch.arange(6.).reshape(2, 3).refine_names('N', 'C').sum('C').rename(None)", x.Sum(["C"]).Rename([]));
        Parity.Same(python, "torch.arange(6.).reshape(2, 3).refine_names('N', 'C').select('N', 1).rename(None)", x.Select("N", 1).Rename([]));
        Parity.SameError(python, "torch.ones(2, names=('N',)).sum('C')", () => _ = Torch.Ones(2).RefineNames(["N"]).Sum(["C"]));
    }
}
