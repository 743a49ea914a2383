using LibTorch.Interop;

namespace LibTorch;

/// <summary>An operation with a derivative of its own: derive from it and call <see cref="Apply"/>; <c>torch.autograd.Function</c>. What is no tensor is given to the constructor.</summary>
/// <remarks>The node in the graph has the class's name: <c>MyExp</c> gives <c>MyExpBackward</c>. One object may be applied any number of times, on any thread.</remarks>
public abstract class Function
{
    /// <summary>Whether the backward cannot be differentiated itself: it then runs without recording; <c>@once_differentiable</c>.</summary>
    protected virtual bool OnceDifferentiable => false;

    internal virtual string NodeName => GetType().Name.Split('`')[0] + "Backward";

    /// <summary>Computes the outputs and puts them into the graph; <c>MyFunction.apply(...)</c>.</summary>
    /// <exception cref="TorchException">What the forward did does not fit what it said, such as a leaf changed in place.</exception>
    public Tensor[] Apply(params ReadOnlySpan<Tensor> inputs)
    {
        var given = inputs.ToArray();
        Array.ForEach(given, input => ArgumentNullException.ThrowIfNull(input, nameof(inputs)));
        given = Array.ConvertAll(given, Living);
        return TransformCalls.AreActive ? ApplyTransformed(given) : ApplyHere(given);
    }

    /// <summary>As <see cref="Apply"/>, inside a function that a transform runs.</summary>
    internal virtual Tensor[] ApplyTransformed(Tensor[] inputs) => throw new TorchException(LibraryCalls.IsAtLeast(2, 0)
        ? "In order to use an autograd.Function with functorch transforms (vmap, grad, jvp, jacrev, ...), it must override the setup_context staticmethod. For more details, please see https://pytorch.org/docs/main/notes/extending.func.html"
        : "functorch functions (vmap, grad, vjp, etc.) currently do not support the use of autograd.Function. Please rewrite your function to not use autograd.Function while we work on fixing this");

    internal Tensor[] ApplyHere(Tensor[] given)
    {
        var needs = Array.ConvertAll(given, input => input.RequiresGrad);
        var context = new FunctionContext(needs);
        var backward = new CallbackRoot(new FunctionBackward(this, context, given.Length));
        using var node = FunctionCalls.Begin(NodeName, given, backward);
        Tensor[] outputs;
        using (Torch.NoGrad())
        {
            outputs = Forward(context, given) ?? throw new InvalidOperationException($"{GetType().Name}.Forward returned null.");
        }

        var made = FunctionCalls.End(node, given, outputs, context.Dirty, context.NonDifferentiable, context.Saved, context.MaterializeGrads);
        context.Forget();
        Tensor[] results = [.. outputs.Select((output, i) => Tensor.Own(made[i]) ?? output)];
        if (node is not null && context.Data.Count > 0)
        {
            // An output may be among what it remembers.
            backward.HangOn(new Anchors(results, node));
        }

        return results;
    }

    /// <summary>Computes the outputs; recording is off meanwhile.</summary>
    protected internal abstract Tensor[] Forward(FunctionContext ctx, Tensor[] inputs);

    /// <summary>From the gradients of the outputs, computes those of the inputs, null for none. May run on another thread.</summary>
    /// <param name="ctx">What forward left.</param>
    /// <param name="gradOutputs">One for each output; null only where <see cref="FunctionContext.SetMaterializeGrads"/> is off.</param>
    protected internal abstract Tensor?[] Backward(FunctionContext ctx, Tensor?[] gradOutputs);

    // A tensor of a level that is over stands for the one inside it, as with operators.
    private static Tensor Living(Tensor input)
    {
        var (transform, level, _, value) = TransformCalls.Describe(input);
        if (transform == Transform.Grad && level < 0)
        {
            return Living(Tensor.Own(value)!);
        }

        value?.Dispose();
        return input;
    }

    internal Tensor?[] Differentiate(FunctionContext context, Tensor?[] gradients)
    {
        if (!OnceDifferentiable)
        {
            return Backward(context, gradients);
        }

        Tensor?[] results;
        using (Torch.NoGrad())
        {
            results = Backward(context, gradients);
        }

        if (!Torch.IsGradEnabled() || !Array.Exists(gradients, gradient => gradient is { RequiresGrad: true }))
        {
            return results;
        }

        var leaves = Array.ConvertAll(results, result => result?.Detach().RequiresGrad_());
        const string Message = "trying to differentiate twice a function that was marked with @once_differentiable";
        return Array.ConvertAll(FunctionCalls.DelayedError(Message, leaves), Tensor.Own);
    }
}
