namespace LibTorch;

/// <summary>A <see cref="Function"/> with one input tensor and one output tensor.</summary>
public abstract class UnaryFunction : Function
{
    /// <summary>Computes the output and puts it into the graph; <c>MyFunction.apply(x)</c>.</summary>
    public Tensor Apply(Tensor input) => base.Apply(input)[0];

    /// <summary>Computes the output. Autograd does not record while this method runs.</summary>
    protected abstract Tensor Forward(FunctionContext ctx, Tensor input);

    /// <summary>Computes the gradient of the input from the gradient of the output; null for none.</summary>
    protected abstract Tensor? Backward(FunctionContext ctx, Tensor gradOutput);

    /// <inheritdoc/>
    protected internal sealed override Tensor[] Forward(FunctionContext ctx, Tensor[] inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return [Forward(ctx, inputs[0])];
    }

    /// <inheritdoc/>
    protected internal sealed override Tensor?[] Backward(FunctionContext ctx, Tensor?[] gradOutputs)
    {
        ArgumentNullException.ThrowIfNull(gradOutputs);
        return [Backward(ctx, gradOutputs[0]!)];
    }
}
