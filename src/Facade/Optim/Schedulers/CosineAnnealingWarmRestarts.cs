namespace LibTorch.Optim;

/// <summary>
/// Moves the learning rates along a cosine down to a minimum, and then restarts from the initial ones;
/// <c>torch.optim.lr_scheduler.CosineAnnealingWarmRestarts</c>.
/// </summary>
public sealed class CosineAnnealingWarmRestarts : LRScheduler
{
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="t0">The number of epochs until the first restart.</param>
    /// <param name="tMult">The factor by which each period between restarts is longer than the one before.</param>
    /// <param name="etaMin">The minimum learning rate; by default 0.</param>
    /// <param name="lastEpoch">The last epoch, to resume training; -1 to start.</param>
    /// <exception cref="TorchValueException"><paramref name="t0"/> or <paramref name="tMult"/> is less than 1.</exception>
    public CosineAnnealingWarmRestarts(Optimizer optimizer, int t0, int tMult = 1, Scalar etaMin = default, int lastEpoch = -1)
        : base(optimizer)
    {
        if (t0 <= 0)
        {
            throw new TorchValueException($"Expected positive integer T_0, but got {t0}");
        }

        if (tMult < 1)
        {
            throw new TorchValueException($"Expected integer T_mult >= 1, but got {tMult}");
        }

        Attributes["T_0"] = (long)t0;
        Attributes["T_i"] = (long)t0;
        Attributes["T_mult"] = (long)tMult;
        Attributes["eta_min"] = CosineAnnealingLR.EtaMin(etaMin);
        Attributes["T_cur"] = (long)lastEpoch;
        Begin(lastEpoch);
    }

    /// <inheritdoc/>
    public override void Step()
    {
        if (LastEpoch < 0)
        {
            GoTo(0, 0L);
            return;
        }

        var (current, turn) = (Number.Of(Attributes["T_cur"]) + 1L, Number.Of(Attributes["T_i"]));
        if (current >= turn)
        {
            current -= turn;
            turn *= Integer("T_mult");
        }

        (Attributes["T_cur"], Attributes["T_i"]) = (current.Kept, turn.Kept);
        Finish(LastEpoch + 1);
    }

    /// <inheritdoc/>
    public override void Step(int epoch) => GoTo(epoch, (long)epoch);

    /// <summary>Goes to an epoch, or to a point inside an epoch; <c>scheduler.step(epoch + i / batches)</c>.</summary>
    /// <exception cref="TorchValueException">The epoch is negative.</exception>
    public void Step(Scalar epoch) => GoTo(epoch.ToDouble(), PythonValue.Of(epoch)!);

    private protected override Number[] Chained()
    {
        var smallest = Number.Of(Attributes["eta_min"]);
        return Each(BaseRates(), rate => smallest + ((rate - smallest) * (1 + Math.Cos(Math.PI * Double("T_cur") / Double("T_i"))) / 2L));
    }

    private void GoTo(double epoch, object epochKept)
    {
        if (!(epoch >= 0))
        {
            throw new TorchValueException($"Expected non-negative epoch, but got {PythonValue.Repr(epochKept)}");
        }

        var (first, factor) = (Integer("T_0"), Integer("T_mult"));
        if (epoch < first)
        {
            (Attributes["T_i"], Attributes["T_cur"]) = (first, epochKept);
        }
        else if (factor == 1)
        {
            Attributes["T_cur"] = epochKept is long whole ? whole % first : (object)(epoch % first);
        }
        else
        {
            // The logarithm to the base of the factor, as a quotient of two logarithms like Python's math.log, so that it rounds the same.
            var turns = (long)(Math.Log((epoch / first * (factor - 1)) + 1) / Math.Log(factor));
            var power = Power(factor, turns);
            Attributes["T_cur"] = epoch - ((double)(first * (power - 1)) / (factor - 1));
            Attributes["T_i"] = first * power;
        }

        Finish((int)Math.Floor(epoch));
    }

    private static long Power(long factor, long exponent)
    {
        var power = 1L;
        for (var i = 0L; i < exponent; i++)
        {
            power = checked(power * factor);
        }

        return power;
    }

    private void Finish(int epoch)
    {
        LastEpoch = epoch;
        Attributes["_get_lr_called_within_step"] = false;
        Set(Chained());
    }
}
