using Microsoft.CodeAnalysis.CSharp;

namespace LibTorch.SourceGeneration;

/// <summary>The one table from PyTorch's names to C#'s.</summary>
public static class NameTable
{
    // The operators whose tensor argument Python lets be a number, which then is a wrapped one.
    private static readonly HashSet<string> TakeNumbers = new(
        new[] { "add", "sub", "subtract", "mul", "multiply", "div", "divide", "true_divide", "floor_divide" }
            .SelectMany(name => new[] { name, name + "_" }));

    // The arguments that are dimnames where the registry says str.
    private static readonly HashSet<string> DimensionNames = new() { "dim", "dims", "names", "out_dim", "start_dim", "end_dim", "dim0", "dim1", "order" };

    // Families that stand in a nested class of their own.
    private static readonly Dictionary<string, string> Families = new()
    {
        ["linalg_"] = "Linalg",
        ["fft_"] = "FFT",
        ["special_"] = "Special",
    };

    // Python takes the tensors of these one by one: torch.meshgrid(a, b).
    private static readonly HashSet<string> TakeTensorsOneByOne = new()
    {
        "align_tensors", "atleast_1d", "atleast_2d", "atleast_3d", "block_diag", "broadcast_tensors", "cartesian_prod", "chain_matmul", "meshgrid",
    };

    // What torch.nn.functional has under an operator's own name and arguments; the rest of it is written by hand in src/Facade/NN.
    private static readonly HashSet<string> Functionals = new()
    {
        "adaptive_avg_pool1d", "avg_pool1d", "avg_pool2d", "avg_pool3d", "bilinear", "celu_", "channel_shuffle", "conv1d", "conv2d", "conv3d",
        "conv_tbc", "conv_transpose1d", "conv_transpose2d", "conv_transpose3d", "cosine_similarity", "elu_", "gelu", "hardshrink", "hardtanh_",
        "leaky_relu_", "linear", "log_sigmoid", "max_pool1d", "max_pool1d_with_indices", "max_pool2d", "max_pool2d_with_indices",
        "max_pool3d", "max_pool3d_with_indices", "native_channel_shuffle", "one_hot", "pad", "pairwise_distance", "pdist", "pixel_shuffle",
        "pixel_unshuffle", "prelu", "relu_", "rms_norm", "rrelu_", "scaled_dot_product_attention", "selu_", "sigmoid", "softplus", "softshrink",
        "tanh", "threshold_",
    };

    /// <summary>Whether a method would have the name of a property: t() and the property T.</summary>
    public static bool IsFunctionOnly(string baseName) => baseName == "t";

    /// <summary>Whether Python lets a number stand for this operator's second tensor.</summary>
    public static bool TakesNumbers(string baseName) => TakeNumbers.Contains(baseName);

    /// <summary>Whether a text names a dimension, which libtorch wants marked as such.</summary>
    public static bool NamesDimensions(SchemaArgument argument) => DimensionNames.Contains(argument.Name);

    /// <summary>Whether a number may stand for this tensor argument.</summary>
    public static bool TakesNumber(OperatorSchema schema, SchemaArgument argument) =>
        TakesNumbers(schema.BaseName) && argument is { Name: "other", Type: "Tensor" };

    /// <summary>Whether Python takes a list of tensors one by one.</summary>
    public static bool TakesTensorsOneByOne(string baseName) => TakeTensorsOneByOne.Contains(baseName);

    /// <summary>The name that torch.nn.functional has the operator under, or null.</summary>
    public static string? Functional(string baseName) =>
        !Functionals.Contains(baseName) ? null : baseName == "log_sigmoid" ? "Logsigmoid" : Pascal(baseName);

    /// <summary>The nested class an operator belongs to, or null; and its name there.</summary>
    public static (string? Family, string Method) Method(string baseName)
    {
        foreach (var family in Families)
        {
            if (baseName.StartsWith(family.Key, System.StringComparison.Ordinal))
            {
                return (family.Value, Pascal(baseName.Substring(family.Key.Length)));
            }
        }

        return (null, (PublicSurface.IsWrapped(baseName) ? "_" : string.Empty) + Pascal(baseName));
    }

    /// <summary>An argument's name: keep_dim becomes keepDim; self, where it is an argument, input.</summary>
    public static string Parameter(string name)
    {
        var pascal = Pascal(name == "self" ? "input" : name);
        var camel = char.ToLowerInvariant(pascal[0]) + pascal.Substring(1);
        return SyntaxFacts.GetKeywordKind(camel) != SyntaxKind.None ? "@" + camel : camel;
    }

    /// <summary>foo_bar_ becomes FooBar_; a leading underscore stays.</summary>
    public static string Pascal(string name)
    {
        var words = name.Split('_').Select(word => word.Length == 0 ? string.Empty : char.ToUpperInvariant(word[0]) + word.Substring(1));
        var joined = string.Concat(words);
        return (name[0] == '_' ? "_" : string.Empty) + joined + (name[name.Length - 1] == '_' ? "_" : string.Empty);
    }
}
