namespace LibTorch;

/// <summary>
/// The result of vjp: the flattened outputs, their structure, the auxiliary result, the inputs' structure, and the function that
/// computes vector-Jacobian products.
/// </summary>
internal sealed record VjpResult(
    Tensor[] Outputs, TreeSpec OutputSpec, object? Aux, TreeSpec InputSpec, Func<Tensor[], bool, bool?, Tensor[]> Product)
{
    public object? Output => OutputSpec.Unflatten(Outputs);

    /// <summary>
    /// Takes vectors in the structure of the output, and gives their products with the Jacobian in the structure of the arguments.
    /// </summary>
    public object?[] Apply(object? cotangents, bool retainGraph, bool? createGraph)
    {
        var (leaves, spec) = Tree.Flatten(cotangents);
        if (!spec.Equals(OutputSpec))
        {
            throw new TorchException(
                "Expected pytree structure of cotangents to be the same as pytree structure of outputs to the function. "
                + $"cotangents: {spec.Pretty()}, primal output: {OutputSpec.Pretty()}");
        }

        var vectors = Array.ConvertAll(leaves, leaf => leaf as Tensor ?? throw new ArgumentNullException(nameof(cotangents)));
        return (object?[])InputSpec.Unflatten(Product(vectors, retainGraph, createGraph))!;
    }
}
