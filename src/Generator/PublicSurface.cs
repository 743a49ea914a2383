namespace LibTorch.SourceGeneration;

/// <summary>Determines which operators get typed methods. All others can be called by name at run time.</summary>
public static class PublicSurface
{
    // Operators without tensors that are nevertheless functions in Python.
    private static readonly HashSet<string> WithoutTensors = new() { "can_cast", "promote_types", "result_type" };

    // Operators that Python hides but the facade itself needs.
    private static readonly HashSet<string> Internal = new()
    {
        "__lshift__", "__rshift__", "_cudnn_rnn_flatten_weight", "_grouped_mm", "_local_scalar_dense", "_lu_with_info", "_nested_tensor_from_mask",
        "_nested_tensor_from_mask_left_aligned", "_pack_padded_sequence", "_pad_packed_sequence", "_scaled_grouped_mm_v2", "_scaled_mm_v2", "_transformer_encoder_layer_fwd",
        "_unique2", "_upsample_bicubic2d_aa", "_upsample_bilinear2d_aa", "_upsample_lanczos2d_aa", "_upsample_nearest_exact1d", "_upsample_nearest_exact2d",
        "_upsample_nearest_exact3d", "_use_cudnn_rnn_flatten_weight",
    };

    // Operators with hand-written methods, because Python does more than the operator, or because they are properties.
    private static readonly HashSet<string> ByHand = new()
    {
        "aten::data", "aten::dim", "aten::get_device", "aten::is_contiguous", "aten::is_contiguous.memory_format",
        "aten::is_inference", "aten::is_leaf", "aten::item", "aten::numel", "aten::output_nr",
        "aten::requires_grad_", "aten::retain_grad", "aten::retains_grad", "aten::set_data", "aten::storage_offset",
    };

    // Operators that Python wraps in functions: they get internal methods with an underscore, which the hand-written functions call.
    private static readonly HashSet<string> Wrapped = new()
    {
        "aten::cdist", "aten::scaled_dot_product_attention", "aten::stft", "aten::stft.center", "aten::unique_consecutive",
        "aten::norm.Scalar", "aten::norm.ScalarOpt_dim", "aten::norm.ScalarOpt_dim_dtype", "aten::norm.ScalarOpt_dtype",
    };

    /// <summary>
    /// Whether the operator gets a typed method: it is aten's, has a tensor, is not hidden, and is not a derivative formula.
    /// </summary>
    public static bool Contains(OperatorSchema schema)
    {
        var name = schema.BaseName;
        return schema.Name.StartsWith("aten::", StringComparison.Ordinal)
            && (Internal.Contains(name)
                || (name[0] != '_' && !name.Contains("_backward") && (schema.TouchesTensor || WithoutTensors.Contains(name))));
    }

    /// <summary>Whether a hand-written member of the facade, marked with the operator's schema, replaces the generated one.</summary>
    public static bool IsByHand(OperatorSchema schema) => ByHand.Contains(schema.FullName);

    /// <summary>Whether a hand-written function wraps the operator, whose own method is hidden.</summary>
    public static bool IsWrapped(OperatorSchema schema) => Wrapped.Contains(schema.FullName);

    /// <summary>Whether the operator's method is internal to the facade.</summary>
    public static bool IsHidden(OperatorSchema schema) => schema.BaseName[0] == '_' || IsWrapped(schema);
}
