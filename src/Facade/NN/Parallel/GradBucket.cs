namespace LibTorch.NN.Parallel;

/// <summary>Gradients that are averaged at once, as a hook of <see cref="DistributedDataParallel{TInput, TOutput}"/> is given them; <c>torch.distributed.GradBucket</c>.</summary>
public sealed class GradBucket
{
    internal GradBucket(int index, bool isLast, Tensor buffer, Tensor[] gradients, Tensor[] parameters) =>
        (Index, IsLast, Buffer, Gradients, Parameters) = (index, isLast, buffer, gradients, parameters);

    /// <summary>Which one of the pass it is, from 0; <c>bucket.index()</c>.</summary>
    public int Index { get; }

    /// <summary>Whether it is the last one of the pass; <c>bucket.is_last()</c>.</summary>
    public bool IsLast { get; }

    /// <summary>All of the gradients in a vector; <c>bucket.buffer()</c>.</summary>
    public Tensor Buffer { get; }

    /// <summary>The gradients one by one, views of the buffer; <c>bucket.gradients()</c>.</summary>
    public IReadOnlyList<Tensor> Gradients { get; }

    /// <summary>Whose gradients they are, in the same order; <c>bucket.parameters()</c>.</summary>
    public IReadOnlyList<Tensor> Parameters { get; }
}
