namespace LibTorch;

/// <summary>The Jacobian of each output tensor with respect to each input tensor, and the structures of outputs and inputs.</summary>
internal sealed record JacobianBlocks(Tensor[][] Blocks, TreeSpec InputSpec, TreeSpec OutputSpec, object? Aux)
{
    /// <summary>For each output tensor, its Jacobians in the structure of the chosen arguments.</summary>
    public object?[][] ByOutput() => Array.ConvertAll(Blocks, row => (object?[])InputSpec.Unflatten(row)!);
}
