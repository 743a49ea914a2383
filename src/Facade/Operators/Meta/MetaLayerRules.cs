using static LibTorch.MetaShapes;

namespace LibTorch;

/// <summary>Results of the operators of layers and losses on the meta device, like <see cref="MetaRules"/>.</summary>
internal static class MetaLayerRules
{
    private const long None = 0;
    private const long Maximum = 2;

    /// <summary>The rules of operators with one result.</summary>
    public static IEnumerable<(string Names, Func<KernelArguments, Tensor> Rule)> All() =>
    [
        ("convolution", MetaWindows.Convolution),
        ("im2col", x => MetaWindows.Im2col(x.Tensor(0), x.Ints(1), x.Ints(2), x.Ints(3), x.Ints(4))),
        ("im2col.out", x => Into(x.Out, MetaWindows.Im2col(x.Tensor(0), x.Ints(1), x.Ints(2), x.Ints(3), x.Ints(4)).Shape)),
        ("col2im", x => MetaWindows.Col2im(x.Tensor(0), x.Ints(1), x.Ints(2))),
        ("col2im.out", x => Into(x.Out, MetaWindows.Col2im(x.Tensor(0), x.Ints(1), x.Ints(2)).Shape)),
        ("_adaptive_avg_pool2d", x => PooledSides(x.Tensor(0), x.Ints(1))),
        ("_adaptive_avg_pool3d", x => Sides(x.Tensor(0), x.Ints(1))),
        ("grid_sampler_2d", x => Empty(x.Tensor(0), [x.Tensor(0).Shape[0], x.Tensor(0).Shape[1], x.Tensor(1).Shape[1], x.Tensor(1).Shape[2]])),
        ("reflection_pad2d", x =>
        {
            var (shape, padding) = (x.Tensor(0).Shape, x.Ints(1));
            return Sides(x.Tensor(0), [shape[^2] + padding[2] + padding[3], shape[^1] + padding[0] + padding[1]]);
        }),
        ("binary_cross_entropy", x => x.Int(3) == None ? Torch.Mul(x.Tensor(1), x.Tensor(0)) : Empty(x.Tensor(0), [])),
        ("huber_loss", x => x.Int(2) != None ? Empty(x.Tensor(0), [])
            : KeepsStrides ? Torch.Add(x.Tensor(0), x.Tensor(1))
            : Empty(x.Tensor(0), [.. Torch.BroadcastShapes(x.Tensor(0).Shape, x.Tensor(1).Shape)])),
    ];

    /// <summary>The rules of operators with several results.</summary>
    public static IEnumerable<(string Name, Func<KernelArguments, Tensor[]> Rule)> Several() =>
    [
        ("log_sigmoid_forward", x => [Like(x.Tensor(0)), Like(x.Tensor(0))]),
        ("nll_loss2d_forward", x => [Empty(x.Tensor(0), x.Int(3) == None ? x.Tensor(1).Shape.ToArray() : []), Empty(x.Tensor(0), [])]),
        ("native_dropout", x => [Like(x.Tensor(0)), Like(x.Tensor(0), DType.Bool)]),
        ("native_batch_norm", x => [Like(x.Tensor(0)), Statistics(x.Tensor(0)), Statistics(x.Tensor(0))]),
        ("_embedding_bag", Bags),
        ("_embedding_bag_forward_only", Bags),
    ];

    private static Tensor Sides(Tensor input, long[] sides) => Empty(input, [.. input.Shape.SkipLast(sides.Length), .. sides]);

    // As in the kernel, the result has the input's memory format; Python 1.13 made it contiguous.
    private static Tensor PooledSides(Tensor input, long[] sides)
    {
        var result = Sides(input, sides);
        return KeepsStrides && input.IsContiguousMemoryFormat(MemoryFormat.ChannelsLast) ? result.Contiguous(MemoryFormat.ChannelsLast) : result;
    }

    // Means and deviations of half precision inputs are float32.
    private static Tensor Statistics(Tensor input) =>
        Empty(input, [input.Shape[1]], input.DType == DType.Float16 || input.DType == DType.BFloat16 ? DType.Float32 : input.DType);

    private static Tensor[] Bags(KernelArguments x)
    {
        var (weight, indices, offsets) = (x.Tensor(0), x.Tensor(1), x.Tensor(2));
        var includesLast = x.Bool(7);
        Require(!includesLast || offsets.Shape[0] >= 1, "include_last_offset: numBags should be at least 1");
        var bags = offsets.Shape[0] - (includesLast ? 1 : 0);
        return
        [
            Empty(weight, [bags, weight.Shape[1]]),
            Empty(indices, [indices.Shape[0]]),
            Empty(indices, offsets.Shape.ToArray()),
            Empty(indices, x.Int(4) == Maximum ? [bags, weight.Shape[1]] : [0]),
        ];
    }
}
