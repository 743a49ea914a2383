namespace LibTorch.NN;

/// <summary>A recurrent layer whose state is one tensor.</summary>
public abstract class SingleStateRNN : RNNBase<Tensor?, Tensor>
{
    private protected SingleStateRNN(int gates, RecurrentShape shape, Device? device, DType? dtype)
        : base(gates, shape, device, dtype)
    {
    }

    private protected sealed override int StateCount => 1;

    private protected sealed override Tensor[]? Parts(Tensor? state) => state is null ? null : [state];

    private protected sealed override Tensor State(Tensor[] parts) => parts[0];
}
