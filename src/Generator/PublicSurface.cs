namespace LibTorch.SourceGeneration;

/// <summary>Which operators get typed methods. All others are reached by their names at run time.</summary>
public static class PublicSurface
{
    // No tensor takes part in these, yet Python has them as functions.
    private static readonly HashSet<string> WithoutTensors = new() { "can_cast", "promote_types", "result_type" };

    // What the facade itself needs of the operators that Python hides.
    private static readonly HashSet<string> Internal = new()
    {
        "__lshift__", "__rshift__", "_cudnn_rnn_flatten_weight", "_grouped_mm", "_local_scalar_dense", "_lu_with_info", "_nested_tensor_from_mask",
        "_nested_tensor_from_mask_left_aligned", "_pack_padded_sequence", "_pad_packed_sequence", "_scaled_grouped_mm_v2", "_scaled_mm_v2", "_transformer_encoder_layer_fwd",
        "_unique2", "_upsample_bicubic2d_aa", "_upsample_bilinear2d_aa", "_upsample_lanczos2d_aa", "_upsample_nearest_exact1d", "_upsample_nearest_exact2d",
        "_upsample_nearest_exact3d", "_use_cudnn_rnn_flatten_weight",
    };

    // The facade writes these by hand, because Python does more than the operator, or as properties.
    private static readonly HashSet<string> ByHand = new()
    {
        "aten::data", "aten::dim", "aten::get_device", "aten::is_contiguous", "aten::is_contiguous.memory_format",
        "aten::is_inference", "aten::is_leaf", "aten::item", "aten::numel", "aten::output_nr",
        "aten::requires_grad_", "aten::retain_grad", "aten::retains_grad", "aten::set_data", "aten::storage_offset",
    };

    // Python has functions of its own around these: the operators get internal methods, with an underscore, that the hand-written ones call.
    private static readonly HashSet<string> Wrapped = new()
    {
        "aten::cdist", "aten::scaled_dot_product_attention", "aten::stft", "aten::stft.center", "aten::unique_consecutive",
        "aten::norm.Scalar", "aten::norm.ScalarOpt_dim", "aten::norm.ScalarOpt_dim_dtype", "aten::norm.ScalarOpt_dtype",
    };

    /// <summary>Whether the operator belongs to the typed surface: aten's, with a tensor, not hidden, no derivative formula.</summary>
    public static bool Contains(OperatorSchema schema)
    {
        var name = schema.BaseName;
        return schema.Name.StartsWith("aten::", StringComparison.Ordinal)
            && (Internal.Contains(name)
                || (name[0] != '_' && !name.Contains("_backward") && (schema.TouchesTensor || WithoutTensors.Contains(name))));
    }

    /// <summary>Whether a member of the facade, marked with the operator's schema, stands for it, so that none is generated.</summary>
    public static bool IsByHand(OperatorSchema schema) => ByHand.Contains(schema.FullName);

    /// <summary>Whether a hand-written function stands in front of the operator, whose own method is hidden.</summary>
    public static bool IsWrapped(OperatorSchema schema) => Wrapped.Contains(schema.FullName);

    /// <summary>Whether the operator's method is for the facade itself.</summary>
    public static bool IsHidden(OperatorSchema schema) => schema.BaseName[0] == '_' || IsWrapped(schema);
}
