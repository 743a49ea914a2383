namespace LibTorch.SourceGeneration;

/// <summary>Which operators get typed methods. All others are reached by their names at run time.</summary>
public static class PublicSurface
{
    // No tensor takes part in these, yet Python has them as functions.
    private static readonly HashSet<string> WithoutTensors = new() { "can_cast", "promote_types", "result_type" };

    // What the facade itself needs of the operators that Python hides.
    private static readonly HashSet<string> Internal = new() { "_local_scalar_dense" };

    // The facade writes these by hand, because Python does more than the operator, or as properties.
    private static readonly HashSet<string> ByHand = new()
    {
        "aten::data", "aten::is_contiguous", "aten::is_inference", "aten::is_leaf", "aten::item", "aten::numel", "aten::output_nr",
        "aten::requires_grad_", "aten::retain_grad", "aten::retains_grad", "aten::set_data",
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
}
