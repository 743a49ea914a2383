namespace LibTorch;

/// <summary>The autograd function of torch.lobpcg; the graph's node has Python's name.</summary>
internal sealed class LOBPCGAutogradFunction(bool largest, Func<Tensor, Tensor?, Tensor?, (Tensor E, Tensor X)> eigenpairs) : Function
{
    // Whether the optional inputs were given.
    private bool _hasB;
    private bool _hasX;

    public Tensor[] Apply(Tensor a, Tensor? b, Tensor? x, Tensor? iK)
    {
        _hasB = b is not null;
        _hasX = x is not null;
        return Apply([.. new[] { a, b, x, iK }.OfType<Tensor>()]);
    }

    protected internal override Tensor[] Forward(FunctionContext ctx, Tensor[] inputs)
    {
        var a = Contiguous(inputs[0]);
        var b = _hasB ? Contiguous(inputs[1]) : null;
        var (e, x) = eigenpairs(a, b, _hasX ? inputs[_hasB ? 2 : 1] : null);
        ctx.SaveForBackward([a, .. b is null ? [] : new[] { b }, e, x]);
        return [e, x];
    }

    protected internal override Tensor?[] Backward(FunctionContext ctx, Tensor?[] gradOutputs)
    {
        var saved = ctx.SavedTensors;
        const string Note = " input yet. Note that lobpcg.forward does though.";
        var given = saved.Take(_hasB ? 2 : 1).ToList();
        if (given[0].Layout == Layout.Sparse || (_hasB && given[1].Layout == Layout.Sparse && ctx.NeedsInputGrad[1]))
        {
            throw new TorchValueException("lobpcg.backward does not support sparse" + Note);
        }

        if (given.Exists(matrix => matrix.DType.IsComplex))
        {
            throw new TorchValueException("lobpcg.backward does not support complex" + Note);
        }

        if (_hasB)
        {
            throw new TorchValueException("lobpcg.backward does not support backward with B != I yet.");
        }

        var gradients = new Tensor?[ctx.NeedsInputGrad.Count];
        gradients[0] = EigenpairGradient.Of(gradOutputs[0]!, gradOutputs[1]!, saved[0], saved[1], saved[2], largest);
        return gradients;
    }

    private static Tensor Contiguous(Tensor matrix) => matrix.Layout == Layout.Sparse ? matrix : matrix.Contiguous();
}
