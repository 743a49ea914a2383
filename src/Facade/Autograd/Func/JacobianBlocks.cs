namespace LibTorch;

/// <summary>Jacobians of each output tensor by each input tensor, and the structures of both.</summary>
internal sealed record JacobianBlocks(Tensor[][] Blocks, TreeSpec InputSpec, TreeSpec OutputSpec, object? Aux)
{
    /// <summary>For each output tensor the Jacobians in the structure of the chosen arguments.</summary>
    public object?[][] ByOutput() => Array.ConvertAll(Blocks, row => (object?[])InputSpec.Unflatten(row)!);
}
