using LibTorch.Interop;

namespace LibTorch.Optim;

/// <content>The formula is the same in all versions. Before 2.0 every parameter has an entry in the state, even without momentum.</content>
public sealed partial class SGD : Optimizer
{
    private const string Buffer = "momentum_buffer";

    private protected override bool TakesSparse => true;

    private protected override void CheckOptions(StateDictionary options)
    {
        if (options["nesterov"] is true && (Of(options["momentum"]) <= 0 || Of(options["dampening"]) != 0))
        {
            throw new TorchValueException("Nesterov momentum requires a momentum and zero dampening");
        }

        FusedSteps.CheckOptions(options);
    }

    /// <inheritdoc/>
    protected override void BeginState(ParamGroup group, Tensor parameter, Tensor gradient, StateDictionary state)
    {
        if (!LibraryCalls.IsAtLeast(2, 0))
        {
            state[Buffer] = null;
        }
    }

    private protected override bool UpdateAtOnce(ParamGroup group, List<ParameterUpdate> all)
    {
        if (!group.Flag("fused"))
        {
            return NativeSteps.SGD(group, all);
        }

        all.ForEach(one => FusedSteps.CheckParameter(group, one.Parameter));
        if (all.Exists(one => one.Gradient.IsSparse))
        {
            throw new TorchException("`_fused_sgd` does not support sparse gradients");
        }

        using var outside = new OutsideFrames();
        var isFirst = group.Double("momentum") != 0 && !all.Exists(one => one.State.ContainsKey(Buffer));
        if (isFirst)
        {
            all.ForEach(one => one.State[Buffer] = one.Gradient.EmptyLike());
        }

        FusedSteps.SGD(group, all, group.Double("momentum") == 0 ? [] : [.. all.Select(one => one.State.Get<Tensor>(Buffer))], isFirst, Scaling);
        return true;
    }

    /// <inheritdoc/>
    protected override void UpdateParameter(ParamGroup group, Tensor parameter, Tensor gradient, StateDictionary state)
    {
        var step = Decayed(group, parameter, Downhill(group, gradient));
        var momentum = group.Double("momentum");
        if (momentum != 0)
        {
            var buffer = Moved(state, step, momentum, group.Double("dampening"));
            step = group.Flag("nesterov") ? step.Add(buffer, alpha: momentum) : buffer;
        }

        parameter.Add_(step, alpha: (-Number.Rate(group)).Value);
    }

    private static Tensor Moved(StateDictionary state, Tensor step, double momentum, double dampening)
    {
        if (state.TryGetValue(Buffer, out var kept) && kept is Tensor buffer)
        {
            return buffer.Mul_(momentum).Add_(step, alpha: 1 - dampening);
        }

        using var outside = new OutsideFrames();
        var first = step.Clone().Detach();
        state[Buffer] = first;
        return first;
    }

    private static double Of(object? value) => value is long integer ? integer : (double)value!;
}
