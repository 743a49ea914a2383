using LibTorch.Interop;

namespace LibTorch.Optim;

/// <summary>The loop over a group's parameters, and what is kept for each.</summary>
public abstract partial class Optimizer
{
    /// <summary>What is kept for each parameter, in the order in which it began; <c>optimizer.state</c>.</summary>
    public IReadOnlyDictionary<Tensor, StateDictionary> State => _state;

    private OrderedDictionary<Tensor, StateDictionary> _state = new(ReferenceEqualityComparer.Instance);

    /// <summary>Changes one parameter by its gradient. Gradients are not recorded, and what is made here lives no longer than the call.</summary>
    /// <param name="group">The options.</param>
    /// <param name="parameter">The parameter, to be changed in place.</param>
    /// <param name="gradient">Its gradient.</param>
    /// <param name="state">What is kept for the parameter; see <see cref="BeginState"/>.</param>
    protected abstract void UpdateParameter(ParamGroup group, Tensor parameter, Tensor gradient, StateDictionary state);

    /// <summary>Puts what is kept for a parameter into its empty state, before its first step.</summary>
    protected virtual void BeginState(ParamGroup group, Tensor parameter, Tensor gradient, StateDictionary state)
    {
    }

    /// <summary>Steps a group, after all of its gradients were looked at.</summary>
    private protected virtual void UpdateGroup(ParamGroup group)
    {
        var all = WithGradients(group);
        if (!UpdateAtOnce(group, all))
        {
            foreach (var (parameter, gradient, state) in all)
            {
                using var scope = new TensorScope();
                UpdateParameter(group, parameter, gradient, state);
            }
        }

        all.ForEach(one => one.Gradient.Dispose());
    }

    /// <summary>Steps the group in another way with the same numbers; says whether it did.</summary>
    private protected virtual bool UpdateAtOnce(ParamGroup group, List<ParameterUpdate> all) => false;

    /// <summary>The group's parameters that have gradients, with what is kept for them.</summary>
    /// <exception cref="TorchException">A gradient is none that the optimizer takes; nothing is changed.</exception>
    private protected List<ParameterUpdate> WithGradients(ParamGroup group)
    {
        // State lives as long as the optimizer, which may be stepped in a scope.
        using var outside = new OutsideFrames();
        List<ParameterUpdate> all = new(group.Params.Count);
        foreach (var parameter in group.Params)
        {
            if (parameter.Grad is not { } gradient)
            {
                continue;
            }

            CheckGradient(parameter, gradient);
            var state = StateOf(parameter);
            if (state.Count == 0)
            {
                BeginState(group, parameter, gradient, state);
            }

            all.Add(new(parameter, gradient, state));
        }

        return all;
    }

    /// <exception cref="TorchException">The gradient is none that the optimizer takes.</exception>
    private protected virtual void CheckGradient(Tensor parameter, Tensor gradient)
    {
        if (gradient.IsSparse && !TakesSparse)
        {
            throw new TorchException(SparseRefusal);
        }
    }

    /// <summary>What is kept for the parameter, which is empty before its first step.</summary>
    private protected StateDictionary StateOf(Tensor parameter)
    {
        if (!_state.TryGetValue(parameter, out var state))
        {
            _state[parameter] = state = [];
        }

        return state;
    }
}
