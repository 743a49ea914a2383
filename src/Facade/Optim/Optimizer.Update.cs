using LibTorch.Interop;

namespace LibTorch.Optim;

/// <summary>The loop over a group's parameters, and the state of each parameter.</summary>
public abstract partial class Optimizer
{
    /// <summary>The state of each parameter, in the order in which the states were created; <c>optimizer.state</c>.</summary>
    public IReadOnlyDictionary<Tensor, StateDictionary> State => _state;

    private OrderedDictionary<Tensor, StateDictionary> _state = new(ReferenceEqualityComparer.Instance);

    /// <summary>
    /// Updates one parameter from its gradient. Autograd does not record this, and tensors created here are disposed of after the call.
    /// </summary>
    /// <param name="group">The options.</param>
    /// <param name="parameter">The parameter, to be changed in place.</param>
    /// <param name="gradient">The parameter's gradient.</param>
    /// <param name="state">The parameter's state; see <see cref="BeginState"/>.</param>
    protected abstract void UpdateParameter(ParamGroup group, Tensor parameter, Tensor gradient, StateDictionary state);

    /// <summary>Fills the empty state of a parameter before its first step.</summary>
    protected virtual void BeginState(ParamGroup group, Tensor parameter, Tensor gradient, StateDictionary state)
    {
    }

    /// <summary>Steps a group, after all of its gradients have been checked.</summary>
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

    /// <summary>
    /// Steps the whole group at once, for example by a native or fused kernel, if that is possible. False if it did nothing.
    /// </summary>
    private protected virtual bool UpdateAtOnce(ParamGroup group, List<ParameterUpdate> all) => false;

    /// <summary>The group's parameters that have gradients, with their states.</summary>
    /// <exception cref="TorchException">The optimizer does not support a gradient; no parameter is changed.</exception>
    private protected List<ParameterUpdate> WithGradients(ParamGroup group)
    {
        // The state must live as long as the optimizer, even if the step runs inside a tensor scope.
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

    /// <exception cref="TorchException">The optimizer does not support the gradient.</exception>
    private protected virtual void CheckGradient(Tensor parameter, Tensor gradient)
    {
        if (gradient.IsSparse && !TakesSparse)
        {
            throw new TorchException(SparseRefusal);
        }
    }

    /// <summary>The parameter's state; empty before its first step.</summary>
    private protected StateDictionary StateOf(Tensor parameter)
    {
        if (!_state.TryGetValue(parameter, out var state))
        {
            _state[parameter] = state = [];
        }

        return state;
    }
}
