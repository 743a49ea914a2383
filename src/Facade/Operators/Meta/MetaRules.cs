using static LibTorch.MetaShapes;

namespace LibTorch;

/// <summary>
/// Results on the meta device, for operators without a meta kernel in some libtorch version. Shapes, dtypes and strides are those of
/// Python's own kernels.
/// </summary>
internal static class MetaRules
{
    /// <summary>A rule for each operator, by its name and overload.</summary>
    public static IReadOnlyDictionary<string, Func<KernelArguments, Tensor[]>> All { get; } = Made();

    private static Dictionary<string, Func<KernelArguments, Tensor[]>> Made()
    {
        var all = new Dictionary<string, Func<KernelArguments, Tensor[]>>(StringComparer.Ordinal);
        foreach (var (names, rule) in Elementwise().Concat(Reductions()).Concat(Products()).Concat(Others()).Concat(MetaLayerRules.All()).Concat(MetaGradientRules.All()))
        {
            foreach (var name in names.Split(' '))
            {
                all.Add("aten::" + name, given => [rule(given)]);
            }
        }

        foreach (var (name, rule) in Several().Concat(MetaLayerRules.Several()).Concat(MetaGradientRules.Several()))
        {
            all.Add("aten::" + name, rule);
        }

        return all;
    }

    private static IEnumerable<(string Names, Func<KernelArguments, Tensor> Rule)> Elementwise() =>
    [
        // Elementwise kernels go over all inputs at once (TensorIterator), so another such operator gives the same shape, dtype and
        // strides.
        ("where.self", Chosen),
        ("where.self_out", x => IntoLike(x.Out, Chosen(x))),
        ("isnan", x => x.Tensor(0).Ne(x.Tensor(0))),
        ("rsub.Tensor", x => Torch.Sub(x.Tensor(1), x.Tensor(0))),
        ("floor_divide", x => Torch.Remainder(x.Tensor(0), x.Tensor(1))),
        ("relu hardswish hardtanh prelu _prelu_kernel", x => Like(x.Tensor(0))),
        ("logit", x => Like(x.Tensor(0), Floating(x.Tensor(0).DType))),
        ("angle", x =>
        {
            var dtype = Real(Floating(x.Tensor(0).DType));
            return KeepsStrides ? Like(x.Tensor(0), dtype) : Empty(x.Tensor(0), x.Tensor(0).Shape.ToArray(), dtype);
        }),
        ("complex", x => Empty(x.Tensor(0), Broadcast(x), Complex(x.Tensor(0).DType))),
        ("abs.out angle.out conj_physical.out hardswish.out hardtanh.out logical_not.out logit.out mvlgamma.out nan_to_num.out bernoulli.out", x => IntoLike(x.Out, Like(x.Tensor(0)))),
        ("complex.out floor_divide.out logical_and.out logical_or.out logical_xor.out", x => IntoLike(x.Out, Torch.Add(x.Tensor(0), x.Tensor(1)))),
        ("logical_not_", x => x.Tensor(0)),
    ];

    private static IEnumerable<(string Names, Func<KernelArguments, Tensor> Rule)> Reductions() =>
    [
        ("max min nanmedian", x => Empty(x.Tensor(0), [])),
        ("prod", x => Empty(x.Tensor(0), [], x.DType(1) ?? Summed(x.Tensor(0).DType))),
        ("nansum", x => Empty(x.Tensor(0), Reduced(x.Tensor(0), x.Ints(1), x.Bool(2)), x.DType(3) ?? Summed(x.Tensor(0).DType))),
        ("nansum.out", x => Into(x.Out, Reduced(x.Tensor(0), x.Ints(1), x.Bool(2)))),
        ("var.correction std.correction", x => Empty(x.Tensor(0), Reduced(x.Tensor(0), x.Ints(1), x.Bool(3)), Real(x.Tensor(0).DType))),
        ("trace", x =>
        {
            Require(x.Tensor(0).NDim == 2, $"expected a matrix, but got tensor with dim {x.Tensor(0).NDim}");
            return Empty(x.Tensor(0), [], Summed(x.Tensor(0).DType));
        }),
    ];

    private static IEnumerable<(string Names, Func<KernelArguments, Tensor> Rule)> Products() =>
    [
        ("dot vdot", x =>
        {
            Require(
                x.Tensor(0).NDim == 1 && x.Tensor(1).NDim == 1,
                $"1D tensors expected, but got {x.Tensor(0).NDim}D and {x.Tensor(1).NDim}D tensors");
            return Empty(x.Tensor(0), []);
        }),
        ("addbmm", x => Empty(x.Tensor(0), SummedProduct(x))),
        ("addbmm.out", x => Into(x.Out, SummedProduct(x))),
        ("_cdist_forward", x => Empty(x.Tensor(0), Distances(x.Tensor(0), x.Tensor(1)))),
    ];

    private static IEnumerable<(string Names, Func<KernelArguments, Tensor> Rule)> Others() =>
    [
        ("flip", x =>
        {
            _ = MaskedInput.Dimensions(x.Ints(1), x.Tensor(0).NDim);
            return Like(x.Tensor(0));
        }),
        ("roll", x => Empty(x.Tensor(0), x.Tensor(0).Shape.ToArray())),
        ("diag", x => Empty(x.Tensor(0), Diagonal(x))),
        ("diag.out", x => Into(x.Out, Diagonal(x))),
        ("index_select", x => Empty(x.Tensor(0), Selected(x))),
        ("index_select.out", x => Into(x.Out, Selected(x))),
        ("repeat_interleave.Tensor", x =>
        {
            Require(x.Has(1), "cannot repeat_interleave a meta tensor without output_size");
            return Empty(x.Tensor(0), [x.Int(1)]);
        }),
        ("randperm.generator_out", x => Into(x.Out, [x.Int(0)])),
        ("tril_indices", x => Torch.Empty([2, Triangle(x.Int(0), x.Int(1), x.Int(2))], dtype: x.DType(3) ?? DType.Int64, device: Device.Meta)),
        ("triu_indices", x => Torch.Empty([2, (x.Int(0) * x.Int(1)) - Triangle(x.Int(0), x.Int(1), x.Int(2) - 1)], dtype: x.DType(3) ?? DType.Int64, device: Device.Meta)),
        ("_fft_c2c", x => Empty(x.Tensor(0), x.Tensor(0).Shape.ToArray())),
        ("_fft_r2c", x => Empty(x.Tensor(0), LastSide(x, side => x.Bool(3) ? (side / 2) + 1 : side), Complex(x.Tensor(0).DType))),
        ("_fft_c2r", x => Empty(x.Tensor(0), LastSide(x, _ => x.Int(3)), Real(x.Tensor(0).DType))),
        ("_fft_c2r.out", x => Into(x.Out, LastSide(x, _ => x.Int(3)))),
    ];

    private static IEnumerable<(string Name, Func<KernelArguments, Tensor[]> Rule)> Several() =>
    [
        ("nanmedian.dim", x => [Empty(x.Tensor(0), Reduced(x.Tensor(0), x.Ints(1), x.Bool(2))), Empty(x.Tensor(0), Reduced(x.Tensor(0), x.Ints(1), x.Bool(2)), DType.Int64)]),
        ("nanmedian.dim_values", x => [Into(x.Tensor(3), Reduced(x.Tensor(0), x.Ints(1), x.Bool(2))), Into(x.Tensor(4), Reduced(x.Tensor(0), x.Ints(1), x.Bool(2)))]),
        ("var_mean.correction", MomentsOf),
        ("std_mean.correction", MomentsOf),
    ];

    private static Tensor[] MomentsOf(KernelArguments x)
    {
        var shape = Reduced(x.Tensor(0), x.Ints(1), x.Bool(3));
        return [Empty(x.Tensor(0), shape, Real(x.Tensor(0).DType)), Empty(x.Tensor(0), shape)];
    }

    // The order of the operands decides the strides: Python 1.13 puts the condition last, the kernels and later Pythons put it first.
    private static Tensor Chosen(KernelArguments x)
    {
        var (condition, one, other) = (x.Tensor(0), x.Tensor(1), x.Tensor(2));
        return KeepsStrides
            ? Torch.Addcmul(condition.To(Torch.ResultType(one, other)), one, other)
            : Torch.Addcmul(one, other, condition.To(DType.Bool));
    }

    private static long[] Broadcast(KernelArguments x) => [.. Torch.BroadcastShapes(x.Tensor(0).Shape, x.Tensor(1).Shape)];

    private static long[] SummedProduct(KernelArguments x)
    {
        var (one, other) = (x.Tensor(1), x.Tensor(2));
        Require(one.NDim == 3, "batch1 must be a 3D tensor");
        Require(other.NDim == 3, "batch2 must be a 3D tensor");
        _ = x.Tensor(0).Expand([one.Shape[1], other.Shape[2]]);
        Require(one.Shape[0] == other.Shape[0], $"batch1 and batch2 must have same number of batches, got {one.Shape[0]} and {other.Shape[0]}");
        Require(
            one.Shape[2] == other.Shape[1],
            $"Incompatible matrix sizes for bmm ({one.Shape[1]}x{one.Shape[2]} and {other.Shape[1]}x{other.Shape[2]})");
        return [one.Shape[1], other.Shape[2]];
    }

    private static long[] Distances(Tensor one, Tensor other) =>
        [.. Torch.BroadcastShapes(Size.Own([.. one.Shape.SkipLast(2)]), Size.Own([.. other.Shape.SkipLast(2)])), one.Shape[^2], other.Shape[^2]];

    private static long[] Diagonal(KernelArguments x)
    {
        var (tensor, diagonal) = (x.Tensor(0), x.Int(1));
        Require(tensor.NDim is 1 or 2, "matrix or a vector expected");
        var side = tensor.Shape[0] + Math.Abs(diagonal);
        return tensor.NDim == 1 ? [side, side]
            : diagonal >= 0 ? [Math.Min(tensor.Shape[0], tensor.Shape[1] - diagonal)]
            : [Math.Min(tensor.Shape[0] + diagonal, tensor.Shape[1])];
    }

    private static long[] Selected(KernelArguments x)
    {
        var shape = x.Tensor(0).Shape.ToArray();
        if (shape.Length > 0)
        {
            shape[MaskedInput.Dimensions(x.Int(1), shape.Length)[0]] = x.Tensor(2).Numel;
        }

        return shape;
    }

    private static long[] LastSide(KernelArguments x, Func<long, long> change)
    {
        var shape = x.Tensor(0).Shape.ToArray();
        var last = x.Ints(1)[^1];
        var place = last < 0 ? last + shape.Length : last;
        shape[place] = change(shape[place]);
        return shape;
    }

    // The number of elements of a matrix on or below a diagonal.
    private static long Triangle(long rows, long columns, long diagonal)
    {
        long count = 0;
        for (long row = 0; row < rows; row++)
        {
            count += Math.Clamp(row + diagonal + 1, 0, columns);
        }

        return count;
    }
}
