namespace LibTorch;

/// <summary>grad_and_value and vjp of torch.func, on arguments of any structure.</summary>
internal static class ReverseMode
{
    /// <summary>
    /// The gradients with respect to the chosen arguments, each in its argument's structure; the value; and the auxiliary result.
    /// </summary>
    public static (object?[] Gradients, Tensor Value, object? Aux) GradAndValue(Body function, object?[] arguments, int[] argnums, bool hasAux)
    {
        const string Here = "grad_and_value(f)(*args): ";
        using var level = TransformLevel.Grad();
        var number = level.Number;
        using var mode = Torch.EnableGrad();
        var (inputs, spec, output, aux) = Run(function, arguments, argnums, number);
        if (output is not Tensor value)
        {
            throw new TorchException($"{Here}Expected f(*args) to return a Tensor, got {PythonName.OfType(output)}");
        }

        if (value.NDim != 0)
        {
            throw new TorchException(
                $"{Here}Expected f(*args) to return a scalar Tensor, got tensor with {value.NDim} dims. Maybe you wanted to use the vjp or jacrev APIs instead?");
        }

        // createGraph, so that outer levels can differentiate the backward pass too.
        var grads = Differentiated.Grad([value], inputs, null, retainGraph: false, createGraph: true);
        var plain = Array.ConvertAll(grads, grad => Differentiated.Unwrap(grad, number));
        return ((object?[])spec.Unflatten(plain)!, Differentiated.Unwrap(value, number), hasAux ? Differentiated.Unwrap(aux, number) : null);
    }

    /// <summary>The output, and a function that computes vector-Jacobian products for the chosen arguments.</summary>
    public static VjpResult Vjp(Body function, object?[] arguments, int[]? argnums, bool hasAux)
    {
        using var level = TransformLevel.Grad();
        var number = level.Number;
        using var mode = Torch.EnableGrad();
        var (inputs, spec, output, aux) = Run(function, arguments, argnums, number);
        var plainAux = hasAux ? Differentiated.Unwrap(aux, number) : null;
        var (outputs, outputSpec) = Differentiated.Outputs(output, "vjp(f, *primals)");
        var plain = Array.ConvertAll(outputs, tensor => Differentiated.Unwrap(tensor, number));
        foreach (var tensor in outputs)
        {
            var dtype = tensor.DType;
            if (!dtype.IsFloatingPoint && !dtype.IsComplex)
            {
                throw new TorchException($"vjp(f, ...): All outputs of f must be floating-point or complex Tensors, got Tensor with dtype {dtype}");
            }
        }

        // The product may be called after the tensor scope has ended that these tensors belong to, so keep references of our own.
        var (ends, starts) = (Array.ConvertAll(outputs, output => output.ForLater()), Array.ConvertAll(inputs, input => input.ForLater()));
        return new(plain, outputSpec, plainAux, spec, Product);

        Tensor[] Product(Tensor[] cotangents, bool retainGraph, bool? createGraph) =>
            Differentiated.Grad(ends, starts, cotangents, retainGraph, createGraph ?? Torch.IsGradEnabled());
    }

    // Runs the function on this level and records what depends on the chosen arguments.
    private static (Tensor[] Inputs, TreeSpec Spec, object? Output, object? Aux) Run(Body function, object?[] arguments, int[]? argnums, long level)
    {
        var wrapped = Differentiated.Wrap(arguments, level);
        var positions = Argnums.Check(argnums, arguments.Length);
        var (inputs, spec) = Differentiated.Record(Array.ConvertAll(positions, i => wrapped[i]));
        var (output, aux) = function(wrapped);
        return (inputs, spec, output, aux);
    }
}
