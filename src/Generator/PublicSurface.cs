namespace LibTorch.SourceGeneration;

/// <summary>Which operators get typed methods, and why another has none. All others are reached by their names at run time.</summary>
public static class PublicSurface
{
    // No tensor takes part in these, yet Python has them as functions.
    private static readonly HashSet<string> WithoutTensors = new() { "can_cast", "promote_types", "result_type" };

    // What the facade itself needs of the operators that Python hides.
    private static readonly HashSet<string> Internal = new()
    {
        "_grouped_mm", "_local_scalar_dense", "_lu_with_info", "_scaled_grouped_mm_v2", "_scaled_mm_v2", "_unique2", "_upsample_bicubic2d_aa", "_upsample_bilinear2d_aa",
        "_upsample_lanczos2d_aa", "_upsample_nearest_exact1d", "_upsample_nearest_exact2d", "_upsample_nearest_exact3d",
    };

    // The facade writes these by hand, because Python does more than the operator, or as properties.
    private static readonly HashSet<string> ByHand = new()
    {
        "data", "is_contiguous", "is_leaf", "item", "numel", "output_nr", "requires_grad_", "retain_grad", "retains_grad", "set_data", "is_inference",
    };

    // Python has functions of its own around these: the operators get internal methods, with an underscore, that the hand-written ones call.
    private static readonly HashSet<string> Wrapped = new() { "cdist", "norm", "stft", "unique_consecutive" };

    // Types of arguments and results without a C# type.
    private static readonly string[] Opaque = { "Storage", "Stream", "QScheme", "Dict(", "SymBool", "__torch__." };

    /// <summary>Whether the operator belongs to the typed surface: aten's, with a tensor, not hidden, no derivative formula.</summary>
    public static bool Contains(OperatorSchema schema)
    {
        var name = schema.BaseName;
        return schema.Name.StartsWith("aten::", StringComparison.Ordinal)
            && (Internal.Contains(name)
                || (name[0] != '_' && !name.Contains("_backward") && (schema.TouchesTensor || WithoutTensors.Contains(name))));
    }

    /// <summary>Whether a hand-written function stands in front of the operator, whose own method is hidden.</summary>
    public static bool IsWrapped(string baseName) => Wrapped.Contains(baseName);

    /// <summary>Whether the operator's method is for the facade itself.</summary>
    public static bool IsHidden(OperatorSchema schema) => schema.BaseName[0] == '_' || IsWrapped(schema.BaseName);

    /// <summary>Whether a method is generated for the operator.</summary>
    public static bool IsGenerated(OperatorSchema schema) => Contains(schema) && (IsWrapped(schema.BaseName) || Exclusion(schema) is null);

    /// <summary>Why an operator of the surface has no generated method; null where it has one.</summary>
    public static string? Exclusion(OperatorSchema schema)
    {
        if (ByHand.Contains(schema.BaseName) || IsWrapped(schema.BaseName))
        {
            return "written by hand";
        }

        if (NameTable.TakesNumbers(schema.BaseName) && schema.Overload is ("Scalar" or "Scalar_mode"))
        {
            return "Python calls the tensor overload with a wrapped number, and so does the method that takes a number";
        }

        var types = schema.Arguments.Select(a => a.Type).Concat(schema.Results.Select(r => r.Type));
        var opaque = types.FirstOrDefault(type => Opaque.Any(prefix => type.StartsWith(prefix, StringComparison.Ordinal)));
        return opaque is null ? null : $"there is no C# type for {opaque}";
    }
}
