using static LibTorch.MetaShapes;

namespace LibTorch;

/// <summary>
/// Results of backward operators on the meta device, like <see cref="MetaRules"/>. All gradients are created, even those not requested:
/// they have no elements.
/// </summary>
internal static class MetaGradientRules
{
    /// <summary>The rules of operators with one result.</summary>
    public static IEnumerable<(string Names, Func<KernelArguments, Tensor> Rule)> All() =>
    [
        ("hardswish_backward hardtanh_backward mse_loss_backward log_sigmoid_backward huber_loss_backward", x => Like(x.Tensor(1))),

        // Computed with operators whose result has the same strides: the first operand's where the operands' strides differ.
        ("binary_cross_entropy_backward", x => Torch.Mul(x.Tensor(0), Torch.Sub(x.Tensor(1), x.Tensor(2)))),
        ("hardtanh_backward.grad_input mse_loss_backward.grad_input binary_cross_entropy_backward.grad_input log_sigmoid_backward.grad_input glu_backward.grad_input "
            + "huber_loss_backward.out nll_loss2d_backward.grad_input", x => Into(x.Out, x.Tensor(1).Shape)),
        ("glu_backward nll_loss2d_backward reflection_pad1d_backward reflection_pad2d_backward reflection_pad3d_backward "
            + "replication_pad1d_backward replication_pad2d_backward replication_pad3d_backward _adaptive_avg_pool3d_backward _cdist_backward", x => Contiguous(x.Tensor(1))),
        ("_adaptive_avg_pool2d_backward", x => MetaWindows.InItsFormat(x.Tensor(1))),
        ("embedding_dense_backward", x => Empty(x.Tensor(0), [x.Int(2), x.Tensor(0).Shape[^1]])),
        ("_embedding_bag_backward", x => Empty(x.Tensor(0), [x.Int(6), x.Tensor(0).Shape[^1]])),
        ("_embedding_bag_dense_backward", x => Empty(x.Tensor(0), [x.Int(5), x.Tensor(0).Shape[^1]])),
        ("_embedding_bag_per_sample_weights_backward", x => Empty(x.Tensor(0), [x.Tensor(2).Numel])),
        ("native_dropout_backward", x => Like(x.Tensor(0))),
    ];

    /// <summary>The rules of operators with several results.</summary>
    public static IEnumerable<(string Name, Func<KernelArguments, Tensor[]> Rule)> Several() =>
    [
        ("convolution_backward", MetaWindows.ConvolutionBackward),
        ("native_batch_norm_backward", x => [Like(x.Tensor(1)), OfWeight(x, 2, [x.Tensor(1).Shape[1]]), OfWeight(x, 2, [x.Tensor(1).Shape[1]])]),
        ("native_layer_norm_backward", x => [Contiguous(x.Tensor(1)), OfWeight(x, 5, x.Ints(2)), OfWeight(x, 5, x.Ints(2))]),
        ("native_group_norm_backward", x => [Contiguous(x.Tensor(1)), OfWeight(x, 4, [x.Int(6)]), OfWeight(x, 4, [x.Int(6)])]),
        ("prelu_backward", x => [Like(x.Tensor(1)), Like(x.Tensor(2))]),
        ("_prelu_kernel_backward", x => [Like(x.Tensor(1)), Like(x.Tensor(1))]),
        ("grid_sampler_2d_backward", x => [Contiguous(x.Tensor(1)), Contiguous(x.Tensor(2))]),
        ("grid_sampler_3d_backward", x => [Contiguous(x.Tensor(1)), Contiguous(x.Tensor(2))]),
    ];

    private static Tensor Contiguous(Tensor tensor) => Empty(tensor, tensor.Shape.ToArray());

    // Of the weight's dtype, which may differ from the input's.
    private static Tensor OfWeight(KernelArguments x, int weight, long[] shape) => Empty(x.Has(weight) ? x.Tensor(weight) : x.Tensor(1), shape);
}
