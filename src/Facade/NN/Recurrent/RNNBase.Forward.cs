using LibTorch.Interop;
using LibTorch.Jit;

namespace LibTorch.NN;

/// <summary>The calls of recurrent layers: with a batch, with one sequence, or with packed sequences.</summary>
public abstract partial class RNNBase<TInitial, TState>
{
    /// <summary>Applies the layer, starting with a state of zeros, and runs its hooks; <c>module(x)</c>.</summary>
    /// <inheritdoc cref="Forward(Tensor, TInitial)"/>
    public (Tensor Output, TState Hidden) Call(Tensor input) => Call(input, default!);

    /// <summary>Applies the layer to packed sequences and runs its hooks, which see the packed sequences' data; <c>module(packed, h0)</c>.</summary>
    /// <param name="input">The sequences.</param>
    /// <param name="hidden">The initial state, [layers × directions, batch, width]; zeros without.</param>
    /// <returns>The outputs, packed in the same way, and the state after the end of each sequence.</returns>
    /// <exception cref="TorchException">Sizes or dtypes do not fit.</exception>
    public (PackedSequence Output, TState Hidden) Call(PackedSequence input, TInitial hidden = default!)
    {
        ArgumentNullException.ThrowIfNull(input);
        var (output, state) = HasHooks ? HookedPacked(input, hidden) : RunPacked(input, input.Data, hidden);
        return (input.With(output), state);
    }

    /// <summary>
    /// Computes the layer's output. Use <see cref="Module{T1, T2, TOutput}.Call"/> to run the layer: only that runs the hooks.
    /// </summary>
    /// <param name="input">[length, batch, InputSize], [batch, length, InputSize] where the batch comes first, or [length, InputSize].</param>
    /// <param name="hidden">The initial state, [layers × directions, batch, width] or [layers × directions, width]; null for zeros.</param>
    /// <returns>The outputs of the last layer, with a width for each direction, and the state at the end.</returns>
    /// <exception cref="TorchException">Sizes or dtypes do not fit.</exception>
    public override (Tensor Output, TState Hidden) Forward(Tensor input, TInitial hidden)
    {
        ArgumentNullException.ThrowIfNull(input);
        RecurrentChecks.Dimensions(ClassName, input);
        var isBatched = input.NDim == 3;
        var batchDimension = BatchFirst ? 0 : 1;
        input = isBatched ? input : input.Unsqueeze(batchDimension);
        var states = Parts(hidden);
        if (states is not null)
        {
            RecurrentChecks.StateDimensions(states, isBatched);
            states = isBatched ? states : Array.ConvertAll(states, state => state.Unsqueeze(1));
        }

        var batch = input.Size(batchDimension);
        states ??= Tracing.IsOn ? TracedZeros(input) : Zeros(input, batch);
        Check(input, isPacked: false, states, batch);
        var (output, after) = Run(input, null, states);
        return isBatched
            ? (output, State(after))
            : (output.Squeeze(batchDimension), State(Array.ConvertAll(after, state => state.Squeeze(1))));
    }

    private (Tensor Output, TState Hidden) HookedPacked(PackedSequence input, TInitial hidden) =>
        CallWithHooks((input.Data, hidden), given => RunPacked(input, given.Input1, given.Input2));

    private (Tensor Output, TState Hidden) RunPacked(PackedSequence sequence, Tensor data, TInitial hidden)
    {
        var batch = sequence.BatchSizes[0].Item<long>();
        var states = Parts(hidden) is { } given ? Permuted(given, sequence.SortedIndices) : Zeros(data, batch);

        // From 2.6 on, Python leaves the check of a pair of states to libtorch.
        if (states.Length == 1 || !LibraryCalls.IsAtLeast(2, 6))
        {
            Check(data, isPacked: true, states, batch);
        }

        var (output, after) = Run(data, sequence.BatchSizes, states);
        return (output, State(Permuted(after, sequence.UnsortedIndices)));
    }

    private Tensor[] Zeros(Tensor input, long batch)
    {
        var states = new Tensor[StateCount];
        for (var i = 0; i < states.Length; i++)
        {
            states[i] = Torch.Zeros(_shape.State(batch, isCell: i == 1), dtype: input.DType, device: input.Device);
        }

        return states;
    }

    // A trace records no sizes, and a state for another number of sequences would be read beyond its end. So the state is made of the input.
    private Tensor[] TracedZeros(Tensor input)
    {
        var ofBatch = input.Select(BatchFirst ? 1 : 0, 0).Narrow(-1, 0, 1).ZerosLike();
        var states = new Tensor[StateCount];
        for (var i = 0; i < states.Length; i++)
        {
            var shape = _shape.State(-1, isCell: i == 1);
            states[i] = ofBatch.Expand(shape).Contiguous();
        }

        return states;
    }

    private void Check(Tensor input, bool isPacked, Tensor[] states, long batch)
    {
        RecurrentChecks.Input(input, isPacked, InputSize, Weights[0].DType);
        for (var i = 0; i < states.Length; i++)
        {
            RecurrentChecks.State(states[i], _shape.State(batch, isCell: i == 1), states.Length == 1 ? "hidden" : $"hidden[{i}]");
        }
    }

    private static Tensor[] Permuted(Tensor[] states, Tensor? order) =>
        order is null ? states : Array.ConvertAll(states, state => state.IndexSelect(1, order));

    /// <summary>The number of tensors in a state.</summary>
    private protected abstract int StateCount { get; }

    /// <summary>The tensors of an initial state, null for none.</summary>
    private protected abstract Tensor[]? Parts(TInitial state);

    /// <summary>The state made of these tensors.</summary>
    private protected abstract TState State(Tensor[] parts);

    /// <summary>Calls libtorch's function; with batch sizes, the one for packed sequences.</summary>
    private protected abstract (Tensor Output, Tensor[] State) Run(Tensor input, Tensor? batchSizes, Tensor[] states);
}
