namespace LibTorch.Optim;

/// <content>The formula. Norms along dimensions use <c>linalg.vector_norm</c>; PyTorch 2.5 and 2.6 use the older <c>norm</c>, which gives
/// the same numbers.</content>
public sealed partial class Adafactor : Optimizer
{
    private protected override bool CountsInTensor => true;

    private protected override void CheckOptions(StateDictionary options)
    {
        var eps = (object?[])options["eps"]!;
        if (eps[0] is { } first && !(LearningRate.Of(first).ToDouble() >= 0))
        {
            throw new TorchValueException($"epsilon1 should be >= 0 but is: {PythonValue.Format(first)}");
        }

        if (!(LearningRate.Of(eps[1]).ToDouble() >= 0))
        {
            throw new TorchValueException($"epsilon2 should be >= 0 but is: {PythonValue.Format(eps[1])}");
        }
    }

    private protected override void CheckGradient(Tensor parameter, Tensor gradient)
    {
        if (parameter.DType.IsComplex)
        {
            throw new TorchException("Adafactor does not support complex parameters");
        }

        base.CheckGradient(parameter, gradient);
    }

    /// <inheritdoc/>
    protected override void BeginState(ParamGroup group, Tensor parameter, Tensor gradient, StateDictionary state)
    {
        state["step"] = Kept(0);
        if (gradient.NDim <= 1)
        {
            state["variance"] = gradient.ZerosLike();
            return;
        }

        long[] rows = [.. gradient.Shape], columns = [.. gradient.Shape];
        (rows[^1], columns[^2]) = (1, 1);
        state["row_var"] = gradient.NewZeros(rows);
        state["col_var"] = gradient.NewZeros(columns);
    }

    /// <inheritdoc/>
    protected override void UpdateParameter(ParamGroup group, Tensor parameter, Tensor gradient, StateDictionary state)
    {
        gradient = Downhill(group, gradient);
        var step = Count(state);
        var epsilons = (object?[])group["eps"]!;
        var eps1 = epsilons[0] is { } given ? LearningRate.Of(given).ToDouble() : Epsilon(parameter.DType);
        var eps2 = LearningRate.Of(epsilons[1]).ToDouble();
        var weight = Math.Pow(step, group.Double("beta2_decay"));
        var alpha = Math.Max(eps2, Torch.Norm(parameter, 2).Item().ToDouble() / Math.Pow(parameter.Numel, 0.5)) * Math.Min(group.Double("lr"), 1 / Math.Pow(step, 0.5));
        if (group.Double("weight_decay") != 0)
        {
            Decay(group, parameter);
        }

        var update = Variance(gradient, state, weight, eps1).Clamp_(min: eps1 * eps1).Rsqrt_();
        update.Mul_(gradient);
        var denominator = Math.Max(1, Torch.Norm(update, 2).Item().ToDouble() / (Math.Pow(update.Numel, 0.5) * group.Double("d")));
        parameter.Add_(update, alpha: -alpha / denominator);
    }

    // For a matrix only the row means and column means of the squared gradient are kept; their product estimates the squares.
    private static Tensor Variance(Tensor gradient, StateDictionary state, double weight, double eps1)
    {
        if (gradient.NDim <= 1)
        {
            return state.Get<Tensor>("variance").Lerp_(gradient * gradient, weight).Clone();
        }

        var (rows, columns) = (state.Get<Tensor>("row_var"), state.Get<Tensor>("col_var"));
        rows.Lerp_(Torch.Linalg.VectorNorm(gradient, dim: -1, keepDim: true).Square_().Div_(gradient.Shape[^1]), weight);
        columns.Lerp_(Torch.Linalg.VectorNorm(gradient, dim: -2, keepDim: true).Square_().Div_(gradient.Shape[^2]), weight);
        return rows.Matmul(columns).Div_(rows.Mean(-2, keepDim: true).Clamp_(min: eps1));
    }

    // torch.finfo(dtype).eps: the distance from 1 to the next larger number of the dtype.
    private static double Epsilon(DType dtype) => dtype.ScalarType switch
    {
        ScalarType.Float64 => Math.BitIncrement(1.0) - 1,
        ScalarType.Float16 => Math.Pow(2, -10),
        ScalarType.BFloat16 => Math.Pow(2, -7),
        _ => Math.Pow(2, -23),
    };
}
