namespace LibTorch.NN.Parallel;

/// <summary>
/// A bucket: gradients that are averaged at once, the argument of a hook of <see cref="DistributedDataParallel{TInput, TOutput}"/>;
/// <c>torch.distributed.GradBucket</c>.
/// </summary>
public sealed class GradBucket
{
    internal GradBucket(int index, bool isLast, Tensor buffer, Tensor[] gradients, Tensor[] parameters) =>
        (Index, IsLast, Buffer, Gradients, Parameters) = (index, isLast, buffer, gradients, parameters);

    /// <summary>The bucket's index within the pass, from 0; <c>bucket.index()</c>.</summary>
    public int Index { get; }

    /// <summary>Whether it is the last bucket of the pass; <c>bucket.is_last()</c>.</summary>
    public bool IsLast { get; }

    /// <summary>All gradients of the bucket as one vector; <c>bucket.buffer()</c>.</summary>
    public Tensor Buffer { get; }

    /// <summary>The gradients one by one, views of the buffer; <c>bucket.gradients()</c>.</summary>
    public IReadOnlyList<Tensor> Gradients { get; }

    /// <summary>The parameters of these gradients, in the same order; <c>bucket.parameters()</c>.</summary>
    public IReadOnlyList<Tensor> Parameters { get; }
}
