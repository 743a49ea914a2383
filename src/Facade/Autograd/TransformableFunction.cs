using LibTorch.Interop;

namespace LibTorch;

/// <summary>
/// A <see cref="Function"/> that the transforms of <see cref="Torch.Func"/> support: it computes its outputs in one method and saves
/// tensors for the backward in another; <c>torch.autograd.Function</c> with <c>setup_context</c>.
/// </summary>
/// <remarks>Transforms support such functions since libtorch 2.0. Forward mode (jvp) is not supported.</remarks>
public abstract class TransformableFunction : Function
{
    /// <summary>Computes the outputs.</summary>
    protected abstract Tensor[] Forward(Tensor[] inputs);

    /// <summary>
    /// Saves in <paramref name="ctx"/> what the backward needs; called once on each transform level, with that level's tensors.
    /// </summary>
    protected internal abstract void SetupContext(FunctionContext ctx, Tensor[] inputs, Tensor[] outputs);

    /// <summary>
    /// Computes the outputs for a whole batch, and tells the batch dimension of each output; <c>vmap</c> of <c>torch.autograd.Function</c>.
    /// </summary>
    /// <param name="batchSize">How many elements the batch has.</param>
    /// <param name="inDims">For each input its batch dimension; null for an input without one.</param>
    /// <param name="inputs">The inputs with their batch dimensions.</param>
    /// <exception cref="TorchException">The class does not override it.</exception>
    protected virtual (Tensor[] Outputs, long?[] OutDims) Vmap(long batchSize, long?[] inDims, Tensor[] inputs) => throw new TorchException(
        $"You tried to vmap over {GetType().Name}, but it does not have vmap support. Please override and implement the vmap staticmethod or set generate_vmap_rule=True. For more details, please see https://pytorch.org/docs/main/notes/extending.func.html");

    /// <inheritdoc/>
    protected internal sealed override Tensor[] Forward(FunctionContext ctx, Tensor[] inputs)
    {
        var outputs = Forward(inputs) ?? throw new InvalidOperationException($"{GetType().Name}.Forward returned null.");
        SetupContext(ctx, inputs, outputs);
        return outputs;
    }

    internal override Tensor[] ApplyTransformed(Tensor[] inputs)
    {
        if (!LibraryCalls.IsAtLeast(2, 0))
        {
            return base.ApplyTransformed(inputs);
        }

        var (transform, level) = TransformCalls.Top();
        var places = Array.ConvertAll(inputs, input => Place(input, transform, level));
        if (Array.TrueForAll(places, place => place is null))
        {
            using var below = LoweredLevel.Enter();
            return Apply(inputs);
        }

        return transform switch
        {
            Transform.Grad => new SingleLevelFunction(this, level).ApplyHere(inputs),
            Transform.Vmap => ApplyBatched(inputs, places, level),
            _ => throw new TorchNotImplementedException("You must implement the jvp function for custom autograd.Function to use it with forward mode AD."),
        };
    }

    // The tensor's batch dimension on a vmap level, or 0 on another level; null for a tensor that the level has not wrapped.
    private static long? Place(Tensor tensor, Transform transform, long level)
    {
        var (kind, owner, dimension, value) = TransformCalls.Describe(tensor);
        value?.Dispose();

        // The description of a wrapped tensor does not tell forward mode from reverse mode, so only vmap or not is compared.
        var same = (kind == Transform.Vmap) == (transform == Transform.Vmap);
        return value is not null && same && owner == level ? dimension : null;
    }

    private Tensor[] ApplyBatched(Tensor[] inputs, long?[] dims, long level)
    {
        Tensor[] values = [.. inputs.Zip(dims, (input, dim) => dim is null ? input : Tensor.Own(TransformCalls.Describe(input).Value)!)];
        var first = Array.FindIndex(dims, dim => dim is not null);
        Tensor[] outputs;
        long?[] outDims;
        using (LoweredLevel.Enter())
        {
            (outputs, outDims) = Vmap(values[first].Shape[(int)dims[first]!.Value], dims, values);
        }

        if (outputs.Length != outDims.Length)
        {
            throw new InvalidOperationException($"{GetType().Name}.Vmap returned {outputs.Length} outputs and {outDims.Length} dimensions.");
        }

        return [.. outputs.Zip(outDims, (output, dim) => dim is { } place ? Tensor.Own(TransformCalls.AddBatch(output, place, level))! : output)];
    }
}
