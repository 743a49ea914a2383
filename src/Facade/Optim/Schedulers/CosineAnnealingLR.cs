using LibTorch.Interop;

namespace LibTorch.Optim;

/// <summary>
/// Moves the learning rates along a cosine down to a minimum and up again; <c>torch.optim.lr_scheduler.CosineAnnealingLR</c>.
/// </summary>
public sealed class CosineAnnealingLR : LRScheduler
{
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="tMax">After how many epochs the minimum is reached.</param>
    /// <param name="etaMin">The minimum learning rate; by default 0.</param>
    /// <param name="lastEpoch">The last epoch, to resume training; -1 to start.</param>
    public CosineAnnealingLR(Optimizer optimizer, int tMax, Scalar etaMin = default, int lastEpoch = -1)
        : base(optimizer)
    {
        Attributes["T_max"] = (long)tMax;
        Attributes["eta_min"] = EtaMin(etaMin);
        Begin(lastEpoch);
    }

    /// <summary>The minimum learning rate as the state stores it. The default is 0.0, before PyTorch 2.0 the int 0.</summary>
    internal static object? EtaMin(Scalar given) => given.Kind != ScalarKind.None ? PythonValue.Of(given) : LibraryCalls.IsAtLeast(2, 0) ? (object)0.0 : 0L;

    private protected override Number[] Chained()
    {
        var (last, smallest) = (Integer("T_max"), Number.Of(Attributes["eta_min"]));
        if (IsInitial)
        {
            return Rates();
        }

        if (StepCount == 1 && LastEpoch > 0)
        {
            return Each(BaseRates(), rate => smallest + ((rate - smallest) * (1 + Math.Cos(LastEpoch * Math.PI / last)) / 2L));
        }

        if ((LastEpoch - 1 - last) % (2 * last) == 0)
        {
            return [.. Rates().Zip(BaseRates(), (rate, first) => rate + ((first - smallest) * (1 - Math.Cos(Math.PI / last)) / 2L))];
        }

        var factor = (1 + Math.Cos(Math.PI * LastEpoch / last)) / (1 + Math.Cos(Math.PI * (LastEpoch - 1) / last));
        return Each(Rates(), rate => (factor * (rate - smallest)) + smallest);
    }

    private protected override Number[] ClosedForm()
    {
        var smallest = Number.Of(Attributes["eta_min"]);
        return Each(BaseRates(), rate => smallest + ((rate - smallest) * (1 + Math.Cos(Math.PI * LastEpoch / Integer("T_max"))) / 2L));
    }
}
