using LibTorch.Interop;

namespace LibTorch;

/// <summary>
/// A differentiable operation with a backward of its own: derive a class and call <see cref="Apply"/>; <c>torch.autograd.Function</c>.
/// Arguments that are not tensors go to the constructor of the derived class.
/// </summary>
/// <remarks>The node in the graph has the class's name: <c>MyExp</c> gives <c>MyExpBackward</c>. One object may be applied any number of times, on any thread.</remarks>
public abstract class Function
{
    /// <summary>
    /// Whether Backward runs without being recorded, because it cannot be differentiated itself; <c>@once_differentiable</c>.
    /// </summary>
    protected virtual bool OnceDifferentiable => false;

    internal virtual string NodeName => GetType().Name.Split('`')[0] + "Backward";

    /// <summary>Computes the outputs and puts them into the graph; <c>MyFunction.apply(...)</c>.</summary>
    /// <exception cref="TorchException">
    /// Forward did something that autograd forbids or that it did not declare, such as changing a leaf in place.
    /// </exception>
    public Tensor[] Apply(params ReadOnlySpan<Tensor> inputs)
    {
        var given = inputs.ToArray();
        Array.ForEach(given, input => ArgumentNullException.ThrowIfNull(input, nameof(inputs)));
        given = Array.ConvertAll(given, Living);
        return TransformCalls.AreActive ? ApplyTransformed(given) : ApplyHere(given);
    }

    /// <summary><see cref="Apply"/> for calls inside a function that a transform such as vmap runs.</summary>
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
            // Data may hold one of the outputs, which in turn keeps this graph alive. The anchors let the garbage collector
            // break that cycle.
            backward.HangOn(new Anchors(results, node));
        }

        return results;
    }

    /// <summary>Computes the outputs. Autograd does not record while this method runs.</summary>
    protected internal abstract Tensor[] Forward(FunctionContext ctx, Tensor[] inputs);

    /// <summary>
    /// Computes the gradients of the inputs from those of the outputs; null for an input without one. May run on another thread.
    /// </summary>
    /// <param name="ctx">The context that Forward filled.</param>
    /// <param name="gradOutputs">One for each output; null only where <see cref="FunctionContext.SetMaterializeGrads"/> is off.</param>
    protected internal abstract Tensor?[] Backward(FunctionContext ctx, Tensor?[] gradOutputs);

    // A wrapper of a transform level that has ended is replaced by the tensor inside it, as libtorch's operators do.
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
