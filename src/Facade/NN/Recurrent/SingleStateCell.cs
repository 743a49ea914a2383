namespace LibTorch.NN;

/// <summary>A recurrent cell whose state is one tensor.</summary>
public abstract class SingleStateCell : RNNCellBase<Tensor?, Tensor>
{
    private protected SingleStateCell(long inputSize, long hiddenSize, bool bias, int gates, Device? device, DType? dtype)
        : base(inputSize, hiddenSize, bias, gates, device, dtype)
    {
    }

    /// <summary>
    /// Computes the cell's output. Use <see cref="Module{T1, T2, TOutput}.Call"/> to run the cell: only that runs the hooks.
    /// </summary>
    /// <param name="input">[batch, InputSize] or [InputSize].</param>
    /// <param name="hidden">The state before, [batch, HiddenSize] or [HiddenSize]; null for zeros.</param>
    /// <returns>The state after.</returns>
    /// <exception cref="TorchException">Sizes or dtypes do not fit.</exception>
    public sealed override Tensor Forward(Tensor input, Tensor? hidden)
    {
        ArgumentNullException.ThrowIfNull(input);
        RecurrentChecks.Cell(ClassName, input, ("hidden", hidden));
        if (input.NDim == 2)
        {
            return Step(input, hidden ?? Zeros(input));
        }

        input = input.Unsqueeze(0);
        return Step(input, hidden?.Unsqueeze(0) ?? Zeros(input)).Squeeze(0);
    }

    /// <summary>Calls libtorch's function.</summary>
    private protected abstract Tensor Step(Tensor input, Tensor hidden);
}
