using System.Reflection;

namespace LibTorch.Tests.Operators;

/// <summary>What Python writes around its operators is there, and gives Python's bits, grad_fn, gradients and errors.</summary>
[Collection(ProcessWideState.Name)]
public sealed class TorchFunctionsTests(PythonSession python)
{
    [Fact]
    public void Nothing_of_torch_functional_is_missing()
    {
        var names = python.Eval("' '.join(torch.functional.__all__)").Split(' ');
        var known = typeof(Torch).GetMethods(BindingFlags.Public | BindingFlags.Static).Select(method => method.Name).ToHashSet();
        Assert.True(names.Length > 15);
        Assert.All(names, name => Assert.Contains(string.Concat(name.Split('_').Select(word => char.ToUpperInvariant(word[0]) + word[1..])), known));
    }

    [Fact]
    public void The_same_bits_gradients_and_errors_as_Python()
    {
        var (differences, compared, unwritable) = PythonCalls.Replay("Operators/torch_calls.txt", samples: 16);
        Assert.True(compared > 400, $"{compared} calls were compared");
        Assert.True(differences.Count == 0, $"{differences.Count} of {compared} calls differ:\n{string.Join('\n', differences)}");
        Assert.All(unwritable, reason => Assert.EndsWith(": out", reason, StringComparison.Ordinal));
    }

    [Fact]
    public void Numbers_stand_for_the_letters_of_einsum()
    {
        Torch.ManualSeed(5);
        Tensor a = Torch.Randn(2, 3), b = Torch.Randn(3, 4);
        const string Setup = "torch.manual_seed(5); a = torch.randn(2, 3); b = torch.randn(3, 4)";
        Parity.Same(python, "torch.einsum(a, [0, 1], b, [1, 2], [0, 2])", Torch.Einsum([(a, [0, 1]), (b, [1, 2])], [0, 2]), Setup);
        Parity.Same(python, "torch.einsum(a, [..., 30], b, [30, 2])", Torch.Einsum([(a, [TensorIndex.Ellipsis, 30]), (b, [30, 2])]), Setup);
        Parity.SameError(python, "torch.einsum(a, [0, 52])", () => Torch.Einsum([(a, [0, 52])]), Setup);
    }

    [Fact]
    public void Shapes_broadcast_as_in_Python()
    {
        Parity.SameText(python, "torch.broadcast_shapes((2, 1), (3,))", Torch.BroadcastShapes([2, 1], [3]));
        Parity.SameText(python, "torch.broadcast_shapes((5, 1, 4), (3, 1), ())", Torch.BroadcastShapes([5, 1, 4], [3, 1], []));
        Parity.SameError(python, "torch.broadcast_shapes(torch.Size([2, 3]), torch.Size([4]))", () => Torch.BroadcastShapes([2, 3], [4]));
    }

    [Fact]
    public void Sparse_tensors_have_norms_and_principal_components()
    {
        var sparse = (Torch.Arange(12.0).Reshape(4, 3) % 4).ToSparse();
        const string Setup = "s = (torch.arange(12.).reshape(4, 3) % 4).to_sparse()";
        Parity.Same(python, "torch.norm(s)", Torch.Norm(sparse), Setup);
        Parity.Same(python, "torch.norm(s, 1)", sparse.Norm(1), Setup);
        Torch.ManualSeed(2);
        var components = Torch.PcaLowrank(sparse, 2);

        Parity.Same(python, "torch.pca_lowrank(s, 2)", [components.U, components.S, components.V], "torch.manual_seed(2); " + Setup);
        var dense = sparse.ToDense();
        var centred = dense - dense.Mean(0, keepDim: true);
        Torch.ManualSeed(2);
        var (_, singular, _) = Torch.PcaLowrank(centred, 2, center: false);
        Assert.True(Torch.Allclose(singular, components.S, rtol: 1e-4), "rounding differs: the matrix is centred before or after it is multiplied");
    }

    [Fact]
    public void Lu_tells_the_infos_when_asked()
    {
        var singular = Torch.Ones(2, 2);
        var (factors, pivots, infos) = Torch.Lu(singular, getInfos: true);
        Parity.Same(python, "torch.lu(torch.ones(2, 2), get_infos=True)", [factors, pivots, infos]);
    }
}
