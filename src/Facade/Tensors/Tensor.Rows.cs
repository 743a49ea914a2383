namespace LibTorch;

/// <summary>The tensors along the first dimension.</summary>
public partial class Tensor
{
    /// <summary>Enumerates the views along the first dimension: <c>foreach (var row in x)</c>; <c>for row in x</c>.</summary>
    /// <exception cref="TorchTypeException">The tensor has no dimension.</exception>
    public IEnumerator<Tensor> GetEnumerator() => NDim > 0
        ? ((IEnumerable<Tensor>)Unbind()).GetEnumerator()
        : throw new TorchTypeException("iteration over a 0-d tensor");
}
