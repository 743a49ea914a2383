namespace LibTorch.Optim;

/// <content>The formula of PyTorch 2.14.</content>
public sealed partial class Muon : Optimizer
{
    private static readonly string[] Adjustments = ["original", "match_rms_adamw", "spectral_unclamped"];

    private protected override void CheckOptions(StateDictionary options)
    {
        if (options["adjust_lr_fn"] is string name && !Adjustments.Contains(name))
        {
            throw new TorchValueException($"Adjust learning rate function {name} is not supported");
        }
    }

    private protected override void CheckGroups()
    {
        foreach (var parameter in ParamGroups.SelectMany(group => group.Params).Where(parameter => parameter.NDim != 2))
        {
            throw new TorchValueException($"Muon only supports 2D parameters whereas we found a parameter with size: {parameter.Shape}");
        }
    }

    private protected override void CheckGradient(Tensor parameter, Tensor gradient)
    {
        if (parameter.DType.IsComplex)
        {
            throw new TorchException("Muon does not support complex parameters");
        }

        base.CheckGradient(parameter, gradient);
    }

    /// <inheritdoc/>
    protected override void BeginState(ParamGroup group, Tensor parameter, Tensor gradient, StateDictionary state)
    {
        state["momentum_buffer"] = gradient.ZerosLike();
    }

    /// <inheritdoc/>
    protected override void UpdateParameter(ParamGroup group, Tensor parameter, Tensor gradient, StateDictionary state)
    {
        var momentum = group.Double("momentum");
        var buffer = state.Get<Tensor>("momentum_buffer").Lerp_(gradient, 1 - momentum);
        var update = Orthogonal(group, group.Flag("nesterov") ? gradient.Lerp(buffer, momentum) : buffer);
        Decay(group, parameter);
        parameter.Add_(update, alpha: (-(Number.Rate(group) * Adjustment(group.Text("adjust_lr_fn"), parameter.Shape[0], parameter.Shape[1]))).Value);
    }

    private static double Adjustment(string? name, double rows, double columns) => name switch
    {
        "match_rms_adamw" => 0.2 * Math.Sqrt(Math.Max(rows, columns)),
        "spectral_unclamped" => Math.Sqrt(rows / columns),
        _ => Math.Sqrt(Math.Max(1, rows / columns)),
    };

    // Orthogonalizes the matrix: a Newton-Schulz iteration in bfloat16 brings all singular values near 1.
    private static Tensor Orthogonal(ParamGroup group, Tensor update)
    {
        var steps = group.Integer("ns_steps");
        if (steps >= 100)
        {
            throw new TorchValueException("Number of steps must be less than 100 for computational efficiency");
        }

        var coefficients = Array.ConvertAll((object?[])group["ns_coefficients"]!, value => LearningRate.Of(value).ToDouble());
        var isTall = update.Shape[0] > update.Shape[1];
        var matrix = update.To(DType.BFloat16);
        matrix = isTall ? matrix.T : matrix;
        matrix.Div_(Torch.Norm(matrix).Clamp(min: group.Double("eps")));
        for (var i = 0; i < steps; i++)
        {
            var gram = matrix.Matmul(matrix.T);
            var change = Torch.Addmm(gram, gram, gram, beta: coefficients[1], alpha: coefficients[2]);
            matrix = Torch.Addmm(matrix, change, matrix, beta: coefficients[0]);
        }

        return isTall ? matrix.T : matrix;
    }
}
