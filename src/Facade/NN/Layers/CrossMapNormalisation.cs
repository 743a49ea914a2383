using LibTorch.Interop;

namespace LibTorch.NN;

/// <summary>
/// Divides each channel by a power of its neighbours' sum of squares. The sum is updated from channel to channel, and backward computes its
/// derivative explicitly, as in Python.
/// </summary>
internal sealed class CrossMapNormalisation(long size, double alpha, double beta, Scalar k) : Function
{
    internal override string NodeName => "CrossMapLRN2dBackward";

    public Tensor Of(Tensor input) => Apply(input)[0];

    protected internal override Tensor[] Forward(FunctionContext ctx, Tensor[] inputs)
    {
        var input = inputs[0];
        if (input.NDim != 4)
        {
            throw LibraryCalls.IsAtLeast(2, 0)
                ? new TorchValueException($"CrossMapLRN2d: Expected input to be 4D, got {input.NDim}D instead.")
                : new TorchException("");
        }

        if (size == 0)
        {
            throw new DivideByZeroException("The size of the neighbourhood is 0.");
        }

        var scale = Sums(input.Pow(2)).Mul_(alpha / size).Add_(k);
        var output = scale.Pow(-beta).Mul_(input);
        ctx.SaveForBackward(input, output, scale);
        return [output];
    }

    protected internal override Tensor?[] Backward(FunctionContext ctx, Tensor?[] gradOutputs)
    {
        var (input, output, scale, gradient) = (ctx.SavedTensors[0], ctx.SavedTensors[1], ctx.SavedTensors[2], gradOutputs[0]!);
        var shape = input.Shape;
        var (batch, channels) = (shape[0], shape[1]);
        var result = scale.Pow(-beta).Mul_(gradient);
        var ratios = Torch.Zeros([channels + size - 1, shape[2], shape[3]], dtype: input.DType, device: input.Device);
        var centre = ratios.Narrow(0, (long)(size - ((size - 1) / 2.0)), channels);
        for (var sample = 0L; sample < batch; sample++)
        {
            centre.Copy_(gradient[sample].Mul(output[sample])).Div_(scale[sample]);
            var sum = ratios.Narrow(0, 0, size - 1).Sum(0);
            for (var channel = 0L; channel < channels; channel++)
            {
                sum.Add_(ratios[channel + size - 1]);
                result[sample, channel].Addcmul_(input[sample, channel], sum, value: -(2 * alpha * beta / size));
                sum.Add_(ratios[channel], alpha: -1);
            }
        }

        return [result];
    }

    // The sum over each channel's neighbours: from one channel to the next, one square is added and another subtracted.
    private Tensor Sums(Tensor squares)
    {
        var channels = squares.Shape[1];
        var reach = (long)(((size - 1) / 2.0) + 1);
        var sums = squares.EmptyLike(memoryFormat: MemoryFormat.Contiguous);
        var first = sums.Select(1, 0).Zero_();
        for (var channel = 0L; channel < Math.Min(reach, channels); channel++)
        {
            first.Add_(squares.Select(1, channel));
        }

        for (var channel = 1L; channel < channels; channel++)
        {
            var sum = sums.Select(1, channel).Copy_(sums.Select(1, channel - 1));
            if (channel < channels - reach + 1)
            {
                sum.Add_(squares.Select(1, channel + reach - 1));
            }

            if (channel > reach)
            {
                sum.Add_(squares.Select(1, channel - reach), alpha: -1);
            }
        }

        return sums;
    }
}
