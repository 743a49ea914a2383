namespace LibTorch.Tests.Operators;

/// <summary>torch.masked gives Python's bits, grad_fn, gradients and errors, for sparse tensors too.</summary>
[Collection(ProcessWideState.Name)]
public sealed class MaskedTests(PythonSession python)
{
    [Fact]
    public void The_same_bits_gradients_and_errors_as_Python()
    {
        var (differences, compared, unwritable) = PythonCalls.Replay("Operators/masked_calls.txt", samples: 12);
        Assert.True(compared > 200, $"{compared} calls were compared");
        Assert.True(differences.Count == 0, $"{differences.Count} of {compared} calls differ:\n{string.Join('\n', differences)}");
        Assert.All(unwritable, reason => Assert.Contains("a tensor of layout torch.sparse_csc", reason, StringComparison.Ordinal));
    }

    [Fact]
    public void Nothing_of_it_is_missing()
    {
        var names = python.Eval("' '.join(name for name in dir(torch.masked) if not name.startswith('_') and callable(getattr(torch.masked, name)) and 'asked' not in name)").Split(' ');
        Assert.Empty(names.Select(SourceGeneration.NameTable.Pascal).Except(typeof(Torch.Masked).GetMethods().Select(method => method.Name)));
    }
}
