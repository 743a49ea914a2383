namespace LibTorch.NN;

/// <summary>Chooses the elements of a weight that are set to 0; <c>torch.nn.utils.prune.BasePruningMethod</c>.</summary>
public abstract class PruningMethod
{
    /// <summary>The part of an already pruned weight to which the method is applied; <c>PRUNING_TYPE</c>.</summary>
    public abstract PruningType Type { get; }

    /// <summary>The dimension whose slices the method prunes as a whole, if it does so.</summary>
    public virtual long Dim => -1;

    /// <summary>Computes the mask: ones for elements to keep and zeros for elements to prune.</summary>
    /// <param name="importance">The importance of each element.</param>
    /// <param name="defaultMask">The mask so far: zeros for elements that are already pruned.</param>
    public abstract Tensor ComputeMask(Tensor importance, Tensor defaultMask);

    /// <summary>The mask of an already pruned weight: the method is applied only to the remaining part.</summary>
    internal Tensor Combined(Tensor importance, Tensor mask)
    {
        var combined = mask.To(importance.DType, copy: true);
        var left = Type switch
        {
            PruningType.Unstructured => [mask.Eq(1)],
            PruningType.Structured => Left(importance, mask),
            _ => new TensorIndex[] { TensorIndex.Ellipsis },
        };
        combined[left] = ComputeMask(importance[left], mask[left]).To(combined.DType);
        return combined;
    }

    private protected static void RequireAmount(Scalar amount)
    {
        if (amount.Kind == ScalarKind.Float ? amount.ToDouble() is not (>= 0 and <= 1) : amount.ToDouble() < 0)
        {
            throw new TorchValueException($"amount={PythonText.Number(amount)} should either be a float in the range [0, 1] or a non-negative integer");
        }
    }

    /// <summary>The number of elements or slices to prune.</summary>
    private protected static long Count(Scalar amount, long size)
    {
        var count = amount.Kind == ScalarKind.Float ? (long)Math.Round(amount.ToDouble() * size) : (long)amount.ToDouble();
        return count <= size ? count : throw new TorchValueException($"amount={count} should be smaller than the number of parameters to prune={size}");
    }

    private TensorIndex[] Left(Tensor importance, Tensor mask)
    {
        var dim = Dim < 0 ? Dim + importance.NDim : Dim;
        if (dim < 0)
        {
            throw new TorchIndexException($"Index is out of bounds for tensor with dimensions {importance.NDim}");
        }

        var others = Enumerable.Range(0, importance.NDim).Select(d => (long)d).Where(d => d != dim).ToArray();
        return Slices(importance.NDim, dim, mask.Sum(others).Ne(0));
    }

    /// <summary>The index of slices along a dimension, in a tensor of this number of dimensions.</summary>
    private protected static TensorIndex[] Slices(int dimensions, long dim, TensorIndex at)
    {
        var slices = new TensorIndex[dimensions];
        Array.Fill(slices, TensorIndex.Slice());
        slices[dim < 0 ? dim + dimensions : dim] = at;
        return slices;
    }
}
