using LibTorch.Interop;

namespace LibTorch.Optim;

/// <content>The formula is the same in all versions. The step counter is an int.</content>
public sealed partial class SparseAdam : Optimizer
{
    private protected override bool CountsInTensor => false;

    private protected override void CheckGroups()
    {
        RefuseWhere(parameter => parameter.IsSparse, "Sparse", "SparseAdam requires dense parameter tensors");
        if (LibraryCalls.IsAtLeast(2, 0))
        {
            RefuseWhere(parameter => parameter.DType.IsComplex, "Complex", "SparseAdam does not support complex parameters");
        }
    }

    private protected override void CheckGradient(Tensor parameter, Tensor gradient)
    {
        if (!gradient.IsSparse)
        {
            throw new TorchException("SparseAdam does not support dense gradients, please consider Adam instead");
        }
    }

    /// <inheritdoc/>
    protected override void BeginState(ParamGroup group, Tensor parameter, Tensor gradient, StateDictionary state)
    {
        state["step"] = 0L;
        state["exp_avg"] = parameter.ZerosLike();
        state["exp_avg_sq"] = parameter.ZerosLike();
    }

    /// <inheritdoc/>
    protected override void UpdateParameter(ParamGroup group, Tensor parameter, Tensor gradient, StateDictionary state)
    {
        var step = Count(state);
        gradient = Downhill(group, gradient).Coalesce();
        var values = gradient.Values();
        if (values.Numel == 0 && LibraryCalls.IsAtLeast(2, 0))
        {
            return;
        }

        var (average, square) = (state.Get<Tensor>("exp_avg"), state.Get<Tensor>("exp_avg_sq"));
        var (beta1, beta2) = group.Pair("betas");
        var (oldAverage, oldSquare) = (average.SparseMask(gradient).Values(), square.SparseMask(gradient).Values());
        var averageChange = values.Sub(oldAverage).Mul_(1 - beta1);
        average.Add_(SparseGradient.With(gradient, averageChange));
        var squareChange = values.Pow(2).Sub_(oldSquare).Mul_(1 - beta2);
        square.Add_(SparseGradient.With(gradient, squareChange));
        var numerator = averageChange.Add_(oldAverage);
        var denominator = squareChange.Add_(oldSquare).Sqrt_().Add_(group.Double("eps"));
        var size = -(Number.Rate(group) * Math.Sqrt(1 - Math.Pow(beta2, step)) / (1 - Math.Pow(beta1, step)));
        parameter.Add_(SparseGradient.With(gradient, size.Times(numerator.Div_(denominator))));
    }

    private void RefuseWhere(Func<Tensor, bool> isRefused, string kind, string why)
    {
        List<string> places = [];
        for (var i = 0; i < ParamGroups.Count; i++)
        {
            var all = ParamGroups[i].Params;
            places.AddRange(Enumerable.Range(0, all.Count).Where(j => isRefused(all[j])).Select(j => PythonText.List([i, j])));
        }

        if (places.Count > 0)
        {
            throw new TorchValueException($"{kind} params at indices [{string.Join(", ", places)}]: {why}");
        }
    }
}
