using LibTorch.Interop;

namespace LibTorch.NN;

/// <summary>Computes the linear cross entropy of a batch and its gradients chunk by chunk, in the same order as Python.</summary>
/// <param name="input">(N, features).</param>
/// <param name="linearWeight">(classes, features).</param>
/// <param name="linearBias">(classes), or null.</param>
/// <param name="target">(N) classes, or probabilities, (N, classes).</param>
/// <param name="weight">A factor for each class, or null.</param>
/// <param name="reduction"><c>mean</c>, <c>sum</c> or <c>none</c>.</param>
/// <param name="ignoreIndex">The class that is ignored.</param>
/// <param name="plan">The number of rows in a chunk, and the dtype of sums.</param>
internal sealed class ChunkedCrossEntropy(
    Tensor input, Tensor linearWeight, Tensor? linearBias, Tensor target, Tensor? weight, string reduction, long ignoreIndex, ChunkPlan plan)
{
    private readonly DType _dtype = input.DType;
    private readonly long _rows = input.Shape[0];
    private readonly bool _isMixed = input.DType != plan.Sums;

    // In compact mode, the logits of float16 stay float16. In all other cases they have the dtype of the sums, so that the softmax stays
    // precise.
    private readonly DType _logitsDtype = plan.IsCompact && input.DType == DType.Float16 ? input.DType : plan.Sums;

    private bool HasProbabilities => target.DType.IsFloatingPoint;

    /// <summary>The loss of each row.</summary>
    public Tensor Losses()
    {
        RequireDtypes();
        var losses = Torch.Empty([_rows], dtype: _dtype, device: input.Device);
        using var scope = new TensorScope();
        var (rowWeights, classes, wide) = (RowWeights(upstream: null), Classes(), WideWeight());
        ForEachChunk((start, size) =>
        {
            var logits = Logits(start, size, wide);
            var right = logits.Gather(1, classes.Narrow(0, start, size).Unsqueeze(1)).Squeeze(1);
            var sums = SumExp_(logits);
            losses.Narrow(0, start, size).Copy_(sums.Log_().Sub_(right.To(sums.DType)).Mul_(rowWeights.Narrow(0, start, size).To(sums.DType)));
        });
        return losses;
    }

    /// <summary>
    /// The loss of all rows and the wanted gradients. With <paramref name="upstream"/>, the gradient of each row's loss, only the gradients
    /// are used and not the loss.
    /// </summary>
    public (Tensor Loss, ChunkGradients<Tensor?> Gradients) LossAndGradients(ChunkGradients<bool> wanted, Tensor? upstream = null)
    {
        RequireDtypes();

        // The gradients are kept for a backward pass, so they must outlive the caller's scopes.
        var gradInput = wanted.Input ? Outside(() => Torch.Empty(input.Shape, dtype: _isMixed && !plan.IsCompact ? plan.Sums : _dtype, device: input.Device)) : null;
        var gradWeight = wanted.Weight ? Outside(() => Torch.Zeros(linearWeight.Shape, dtype: _dtype, device: input.Device)) : null;
        var gradBias = wanted.Bias ? Outside(() => Torch.Zeros([linearWeight.Shape[0]], dtype: _dtype, device: input.Device)) : null;
        ChunkGradients<Tensor?> gradients = new(gradInput, gradWeight, gradBias);
        Tensor loss;
        using (var scope = new TensorScope())
        {
            loss = Torch.Full([], reduction == "mean" && _rows == 0 ? double.NaN : 0, dtype: _isMixed && _dtype != DType.Float16 ? _dtype : plan.Sums, device: input.Device);
            if (HasProbabilities)
            {
                AddProbabilities(loss, gradients);
            }
            else
            {
                AddClasses(loss, gradients, upstream);
            }

            loss = scope.Keep(loss.To(_dtype));
        }

        return (loss, gradients with { Input = gradInput is null ? null : Outside(() => gradInput.To(_dtype)) });
    }

    private void AddClasses(Tensor loss, ChunkGradients<Tensor?> gradients, Tensor? upstream)
    {
        var (rowWeights, classes, wide) = (RowWeights(upstream), Classes(), WideWeight());
        ForEachChunk((start, size) =>
        {
            var (factor, right) = (rowWeights.Narrow(0, start, size), classes.Narrow(0, start, size));
            var logits = Logits(start, size, wide);
            loss.Add_(factor.Dot(logits.Gather(1, right.Unsqueeze(1)).Squeeze(1).To(factor.DType)));
            var sums = SumExp_(logits);
            Scale_(logits, factor, sums);
            loss.Sub_(factor.To(sums.DType).Dot(sums.Log_()));
            if (gradients.Bias is { } bias)
            {
                AddToBias(bias, part => part.Sub_(SumOfRows(logits)).IndexAdd_(0, right, factor));
            }

            if (gradients.Input is { } gradInput)
            {
                var part = wide.IndexSelect(0, right).Mul_(factor.To(wide.DType).Unsqueeze(1));
                gradInput.Narrow(0, start, size).Copy_(part.Addmm_(logits, wide, alpha: -1));
            }

            if (gradients.Weight is not { } gradWeight)
            {
                return;
            }

            var rows = input.Narrow(0, start, size);
            var wideRows = rows.To(plan.Sums);
            if (AddsDirectly)
            {
                gradWeight.Addmm_(logits.T, rows, alpha: -1);
                gradWeight.IndexAdd_(0, right, wideRows.Mul(factor.Unsqueeze(1)).To(_dtype));
            }
            else
            {
                gradWeight.Sub_(logits.To(plan.Sums).T.Mm(wideRows).IndexAdd_(0, right, wideRows.Mul(factor.Unsqueeze(1)), alpha: -1));
            }
        });
    }

    private void AddProbabilities(Tensor loss, ChunkGradients<Tensor?> gradients)
    {
        var scale = reduction == "mean" ? 1.0 / _rows : 1.0;
        var wide = WideWeight();
        var classWeights = weight?.To(_logitsDtype).Unsqueeze(0);
        ForEachChunk((start, size) =>
        {
            var logits = Logits(start, size, wide);
            var given = target.Narrow(0, start, size);
            var expected = classWeights is null ? given.To(_logitsDtype) : given.Mul(classWeights).To(_logitsDtype);

            // The sum of many rows' products would overflow float16.
            var products = logits.DType == DType.Float16
                ? Torch.Einsum("bv,bv->b", expected, logits).Sum(dtype: DType.Float32)
                : expected.Reshape(-1).Dot(logits.Reshape(-1));
            loss.Sub_(products, alpha: scale);
            var mass = expected.Sum(1, dtype: plan.Sums).Mul_(scale);
            var sums = SumExp_(logits);
            Scale_(logits, mass, sums);
            loss.Add_(mass.To(sums.DType).Dot(sums.Log_()));
            logits.Sub_(expected, alpha: scale);
            if (gradients.Bias is { } bias)
            {
                AddToBias(bias, part => part.Add_(SumOfRows(logits)));
            }

            gradients.Input?.Narrow(0, start, size).Copy_(logits.Mm(wide));
            if (gradients.Weight is not { } gradWeight)
            {
                return;
            }

            var rows = input.Narrow(0, start, size);
            _ = AddsDirectly
                ? gradWeight.Addmm_(logits.T, rows)
                : gradWeight.Add_(logits.To(plan.Sums).T.Mm(rows.To(plan.Sums)));
        });
    }

    // Whether a chunk's contribution is added to the weight's gradient in place, without memory for the contribution itself.
    private bool AddsDirectly => plan.IsCompact && _logitsDtype == _dtype;

    private void ForEachChunk(Action<long, long> body)
    {
        for (var start = 0L; start < _rows; start += plan.Size)
        {
            using var scope = new TensorScope();
            body(start, Math.Min(plan.Size, _rows - start));
        }
    }

    // The logits minus each row's maximum, so that no exponential overflows.
    private Tensor Logits(long start, long size, Tensor wide)
    {
        var logits = input.Narrow(0, start, size).To(_logitsDtype).Mm(wide.T);
        if (linearBias is not null)
        {
            logits.Add_(linearBias.To(_logitsDtype));
        }

        return logits.Sub_(logits.Amax(1, keepDim: true));
    }

    // Replaces the logits by their exponentials, and returns these summed by row. The sum would overflow float16.
    private Tensor SumExp_(Tensor logits) => logits.Exp_().Sum(1, dtype: _dtype == DType.Float16 ? DType.Float32 : plan.Sums);

    // Turns exponentials into the softmax, multiplied by a factor for each row.
    private void Scale_(Tensor powers, Tensor factor, Tensor sums)
    {
        var quotient = Torch.DivOut(Torch.Empty(sums.Shape, dtype: _logitsDtype, device: input.Device), factor, sums);
        powers.Mul_(quotient.Unsqueeze(1));
    }

    private Tensor SumOfRows(Tensor logits) => logits.Sum(0, dtype: plan.Sums);

    private void AddToBias(Tensor gradient, Action<Tensor> add)
    {
        if (!_isMixed)
        {
            add(gradient);
            return;
        }

        var part = Torch.Zeros(gradient.Shape, dtype: plan.Sums, device: input.Device);
        add(part);
        gradient.Add_(part.To(_dtype));
    }

    private Tensor WideWeight() => linearWeight.To(_logitsDtype);

    // An ignored class that is out of range is replaced by one that can be looked up.
    private Tensor Classes() =>
        ignoreIndex < 0 || ignoreIndex >= linearWeight.Shape[0] ? target.MaskedFill(target.Eq(ignoreIndex), 0) : target;

    // A factor for each row: its negated weight, for the mean divided by the sum of all weights. For separate losses without upstream, the
    // weight itself.
    private Tensor RowWeights(Tensor? upstream)
    {
        var ignored = target.Eq(ignoreIndex);
        var weights = weight is null ? ignored.LogicalNot().To(plan.Sums) : weight.To(plan.Sums).IndexSelect(0, Classes()).MaskedFill_(ignored, 0);
        if (reduction == "mean")
        {
            var sum = weights.Sum();
            return weights.Div_(sum.Neg().MaskedFill_(sum.Eq(0), double.NaN));
        }

        return reduction == "sum" ? weights.Neg_()
            : upstream is null ? weights
            : weights.Neg_().Mul_(upstream.To(weights.DType));
    }

    private void RequireDtypes()
    {
        if (_isMixed && !(_dtype.ScalarType is ScalarType.Float16 or ScalarType.BFloat16 && plan.Sums == DType.Float32))
        {
            throw new TorchException(
                $"linear_cross_entropy supports float32 acc_dtype with float16/bfloat16 inputs, but got {plan.Sums} acc_dtype and {_dtype} inputs.");
        }
    }

    private static Tensor Outside(Func<Tensor> make)
    {
        using var outside = new OutsideFrames();
        return make();
    }
}
