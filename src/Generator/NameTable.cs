using Microsoft.CodeAnalysis.CSharp;

namespace LibTorch.SourceGeneration;

/// <summary>The mapping from PyTorch's names to C#'s.</summary>
public static class NameTable
{
    // The operators whose tensor argument may be a number in Python, which is then a wrapped number.
    private static readonly HashSet<string> TakeNumbers = new(
        new[] { "add", "sub", "subtract", "mul", "multiply", "div", "divide", "true_divide", "floor_divide" }
            .SelectMany(name => new[] { name, name + "_" }));

    // The arguments that are dimension names (Dimname) although the registry's schema says str.
    private static readonly HashSet<string> DimensionNames = new() { "dim", "dims", "names", "out_dim", "start_dim", "end_dim", "dim0", "dim1", "order" };

    // Prefixes of operators that belong to a nested class: torch.linalg.inv is aten::linalg_inv.
    private static readonly Dictionary<string, string> Families = new()
    {
        ["linalg_"] = "Linalg",
        ["fft_"] = "FFT",
        ["special_"] = "Special",
    };

    // Operators that are attributes in Python: real() is a function of torch, x.real an attribute of the tensor.
    private static readonly Dictionary<string, string> Attributes = new() { ["real"] = "Real", ["imag"] = "Imag", ["mT"] = "MT", ["mH"] = "MH", ["matrix_H"] = "H" };

    // Functions with the same names as types. They are in a class that `using static LibTorch.Torch;` does not import, so that Range.All
    // stays System.Range's.
    private static readonly HashSet<string> NamesOfTypes = new() { "Complex", "Embedding", "EmbeddingBag", "Index", "Random", "Range", "Size" };

    // The in-place operators that Python also has as functions: torch.cos_(x).
    private static readonly HashSet<string> InPlaceFunctions = new(
        ("abs acos acosh addmv alpha_dropout arccos arccosh arcsin arcsinh arctan arctanh as_strided asin asinh atan atanh ceil celu clamp clamp_max clamp_min "
        + "clip conj_physical cos cosh deg2rad detach dropout embedding_renorm erf erfc exp exp2 expm1 feature_alpha_dropout feature_dropout fill fix floor "
        + "frac gcd i0 index_put lcm ldexp log log10 log1p log2 logit nan_to_num neg negative rad2deg reciprocal relu resize_as resize_as_sparse round rrelu "
        + "rsqrt selu sigmoid sin sinc sinh sqrt square tan tanh threshold trunc xlogy zero").Split(' ').Select(name => name + "_"));

    // The names of results that the schema does not name: a part of the operator's name, and the names for that number of results.
    private static readonly (string Part, string[] Names)[] ResultNames =
    {
        ("std_mean", new[] { "Std", "Mean" }), ("var_mean", new[] { "Var", "Mean" }), ("max_pool", new[] { "Output", "Indices" }),
        ("batch_norm_update_stats", new[] { "Mean", "Var" }), ("batch_norm_gather_stats", new[] { "Mean", "InvStd" }), ("batch_norm_stats", new[] { "Mean", "InvStd" }),
        ("batch_norm", new[] { "Output", "SaveMean", "SaveInvStd" }), ("layer_norm", new[] { "Output", "Mean", "RStd" }), ("group_norm", new[] { "Output", "Mean", "RStd" }),
        ("lstm_cell", new[] { "Hidden", "Cell" }), ("lstm", new[] { "Output", "Hidden", "Cell" }), ("gru", new[] { "Output", "Hidden" }), ("rnn_", new[] { "Output", "Hidden" }),
        ("embedding_bag", new[] { "Output", "OffsetToBag", "BagSize", "MaxIndices" }), ("cudnn_batch_norm", new[] { "Output", "SaveMean", "SaveVar", "Reserve" }),
        ("mkldnn_rnn_layer", new[] { "Output", "Hidden", "Cell", "Workspace" }), ("linear_quantize_weight", new[] { "Weight", "ColumnOffsets", "Scale", "ZeroPoint" }),
        ("miopen_rnn", new[] { "Output", "Hidden", "Cell", "Reserve", "WeightBuffer" }), ("cachemask", new[] { "Output", "Mask" }),
        ("native_dropout", new[] { "Output", "Mask" }), ("ctc_loss", new[] { "Loss", "LogAlpha" }), ("choose_qparams", new[] { "XMax", "XMin" }),
        ("rrelu_with_noise", new[] { "Output", "Noise" }), ("unique_consecutive", new[] { "Output", "InverseIndices", "Counts" }),
        ("unique", new[] { "Output", "InverseIndices", "Counts" }),
    };

    private static readonly string[] WithNumbers = { "Scalar", "Scalar_mode" };

    // Operators whose tensors Python takes as separate arguments: torch.meshgrid(a, b).
    private static readonly HashSet<string> TakeTensorsOneByOne = new()
    {
        "align_tensors", "atleast_1d", "atleast_2d", "atleast_3d", "block_diag", "broadcast_tensors", "cartesian_prod", "chain_matmul", "meshgrid",
    };

    // Arguments whose names Python writes as one word, and their names here.
    private static readonly Dictionary<string, string> WordsOfNames = new()
    {
        ["self"] = "input", ["keepdim"] = "keep_dim", ["posinf"] = "pos_inf", ["neginf"] = "neg_inf",
    };

    private const string Docs = "https://docs.pytorch.org/docs/stable/";

    // The functions of torch.nn.functional with an operator's own name and arguments; the rest is hand-written in src/Facade/NN.
    private static readonly HashSet<string> Functionals = new()
    {
        "adaptive_avg_pool1d", "avg_pool1d", "avg_pool2d", "avg_pool3d", "bilinear", "celu_", "channel_shuffle", "conv1d", "conv2d", "conv3d",
        "conv_tbc", "conv_transpose1d", "conv_transpose2d", "conv_transpose3d", "cosine_similarity", "elu_", "gelu", "hardshrink", "hardtanh_",
        "leaky_relu_", "linear", "log_sigmoid", "max_pool1d", "max_pool1d_with_indices", "max_pool2d", "max_pool2d_with_indices",
        "max_pool3d", "max_pool3d_with_indices", "native_channel_shuffle", "one_hot", "pad", "pairwise_distance", "pdist", "pixel_shuffle",
        "pixel_unshuffle", "prelu", "relu_", "rrelu_", "scaled_dot_product_attention", "selu_", "sigmoid", "softplus", "softshrink",
        "tanh", "threshold_",
    };

    // Prefixes of operators of a single backend; programs call the operators that choose a backend.
    private static readonly string[] Backends = { "cudnn_", "fbgemm_", "miopen_", "mkldnn_", "slow_conv", "thnn_" };

    // The functions to which Python's default device applies: those that create tensors from numbers or shapes.
    private static readonly HashSet<string> GoByDefaultDevice = new()
    {
        "arange", "bartlett_window", "blackman_window", "empty", "empty_permuted", "empty_quantized", "empty_strided", "eye", "fft_fftfreq",
        "fft_rfftfreq", "full", "hamming_window", "hann_window", "kaiser_window", "linspace", "logspace", "ones", "rand", "randint", "randn",
        "randperm", "range", "scalar_tensor", "sparse_bsc_tensor", "sparse_bsr_tensor", "sparse_compressed_tensor", "sparse_coo_tensor",
        "sparse_csc_tensor", "sparse_csr_tensor", "tril_indices", "triu_indices", "zeros",
    };

    /// <summary>Whether the argument is a device for which the default device is used if none is given.</summary>
    public static bool IsDefaultDevice(OperatorSchema schema, SchemaArgument argument) =>
        argument is { Name: "device", Type: "Device?" } && GoByDefaultDevice.Contains(schema.BaseName);

    /// <summary>
    /// Whether the argument is a component of the new tensor: Python moves it to the device, while the operator itself uses the component's
    /// device.
    /// </summary>
    public static bool IsPartOnDevice(OperatorSchema schema, SchemaArgument argument) =>
        argument.Type == "Tensor" && schema.BaseName.StartsWith("sparse_", System.StringComparison.Ordinal) && schema.Arguments.Any(other => IsDefaultDevice(schema, other));

    /// <summary>Whether a method would conflict with a property: t() and the property T.</summary>
    public static bool IsFunctionOnly(string baseName) => baseName == "t";

    /// <summary>Whether Python accepts a number for this operator's second tensor.</summary>
    public static bool TakesNumbers(string baseName) => TakeNumbers.Contains(baseName);

    /// <summary>Whether a string argument is a dimension's name, which libtorch requires to be marked as such.</summary>
    public static bool NamesDimensions(string type, string name) => type.StartsWith("str", StringComparison.Ordinal) && DimensionNames.Contains(name);

    /// <summary>The tensor's property for a Python attribute, or null.</summary>
    public static string? Attribute(OperatorSchema schema) => schema.IsOfAten && Attributes.TryGetValue(schema.BaseName, out var name) ? name : null;

    /// <summary>Whether the attribute is also a function of torch.</summary>
    public static bool IsFunctionToo(string baseName) => baseName is "real" or "imag";

    /// <summary>Whether the function has the name of a type.</summary>
    public static bool NamesAType(string method) => NamesOfTypes.Contains(method);

    /// <summary>Whether Python also has the in-place operator as a function.</summary>
    public static bool IsInPlaceFunction(string baseName) => InPlaceFunctions.Contains(baseName);

    /// <summary>The names of an operator's results: the schema's, or the table's where it has none.</summary>
    public static IReadOnlyList<string?> Results(OperatorSchema schema)
    {
        var known = Array.Find(ResultNames, one => schema.IsOfAten && schema.BaseName.Contains(one.Part) && one.Names.Length == schema.Results.Count);
        var written = schema.Arguments.Where(argument => argument.KeywordOnly && argument.Written).Select(argument => Pascal(argument.Name)).ToList();
        return [.. schema.Results.Select((result, i) => result.Name is { } name ? Pascal(name) : known.Names?[i] ?? written.ElementAtOrDefault(i))];
    }

    /// <summary>Whether this tensor argument may be a number.</summary>
    public static bool TakesNumber(OperatorSchema schema, SchemaArgument argument) =>
        TakesNumbers(schema.BaseName) && argument is { Name: "other", Type: "Tensor" };

    /// <summary>
    /// Whether Python never calls the overload, like add.Scalar: it converts the number to a tensor and calls add.Tensor. Its method has a
    /// separate name, so that x.Add(2) means the same as in Python.
    /// </summary>
    public static bool IsPassedOver(OperatorSchema schema) =>
        schema.IsOfAten && TakesNumbers(schema.BaseName) && WithNumbers.Contains(schema.Overload);

    /// <summary>Whether Python takes a list of tensors as separate arguments.</summary>
    public static bool TakesTensorsOneByOne(string baseName) => TakeTensorsOneByOne.Contains(baseName);

    /// <summary>The operator's name in torch.nn.functional, or null.</summary>
    public static string? Functional(string baseName) =>
        !Functionals.Contains(baseName) ? null : baseName == "log_sigmoid" ? "Logsigmoid" : Pascal(baseName);

    /// <summary>The nested class that an operator belongs to, or null, and its name there.</summary>
    public static (string? Family, string Method) Method(OperatorSchema schema)
    {
        var family = Family(schema);
        var name = schema.BaseName.Substring(family?.Length ?? 0);
        var method = IsPassedOver(schema) ? Suffixed(name, "Scalar")
            : (PublicSurface.IsWrapped(schema) ? "_" : string.Empty) + Pascal(name);
        return (family is null ? null : Families[family], method + (schema.IsOut ? "Out" : string.Empty));
    }

    /// <summary>The C# name of the operator's function: Torch.Add, Torch.Linalg.Inv.</summary>
    public static string CSharp(string baseName)
    {
        var family = Family(baseName);
        return family is null ? "Torch." + Pascal(baseName) : $"Torch.{Families[family]}.{Pascal(baseName.Substring(family.Length))}";
    }

    /// <summary>Whether completion hides it: out overloads, operators of a single backend, and overloads that Python never calls.</summary>
    public static bool IsHiddenFromCompletion(OperatorSchema schema) =>
        schema.IsOfAten && (schema.IsOut || IsPassedOver(schema) || Array.Exists(Backends, prefix => schema.BaseName.StartsWith(prefix, StringComparison.Ordinal)));

    /// <summary>Its name in Python: torch.add, torch.linalg.inv, torch.Tensor.add_.</summary>
    public static string Python(OperatorSchema schema)
    {
        if (schema.Summary?.Page is { } page)
        {
            // A tensor's in-place method has a page of its own.
            var own = schema.IsInPlace && page.StartsWith("torch.Tensor.", StringComparison.Ordinal) && !page.EndsWith("_", StringComparison.Ordinal);
            return own ? page + "_" : page;
        }

        return Family(schema) is { } family ? $"torch.{family.TrimEnd('_')}.{schema.BaseName.Substring(family.Length)}"
            : (schema.IsInPlace ? "torch.Tensor." : "torch.") + schema.BaseName;
    }

    /// <summary>The operator's name in torch.nn.functional, and PyTorch's page about that function.</summary>
    public static (string Name, string Page) FunctionalPage(string baseName)
    {
        const string Functional = "torch.nn.functional.";
        var name = baseName == "log_sigmoid" ? "logsigmoid" : baseName;

        // In-place and _with_indices forms share the page of their base function; undocumented functions get the page with the list of all.
        var page = name is "celu_" or "selu_" ? name.TrimEnd('_') : name.Replace("_with_indices", string.Empty);
        return (Functional + name, name is "channel_shuffle" or "native_channel_shuffle" or "conv_tbc" ? $"{Docs}nn.functional.html" : $"{Docs}generated/{Functional}{page}.html");
    }

    /// <summary>The address of PyTorch's documentation page.</summary>
    public static string Page(OperatorSchema schema)
    {
        // torch.special's functions share one page.
        return Family(schema) == "special_" ? $"{Docs}special.html#{Python(schema)}" : $"{Docs}generated/{Python(schema)}.html";
    }

    /// <summary>An argument's C# name: out_dim becomes outDim; self, if it is a parameter, becomes input.</summary>
    public static string Parameter(string name)
    {
        var pascal = Pascal(WordsOfNames.TryGetValue(name, out var words) ? words : name);
        var camel = char.ToLowerInvariant(pascal[0]) + pascal.Substring(1);
        return SyntaxFacts.GetKeywordKind(camel) != SyntaxKind.None ? "@" + camel : camel;
    }

    private static string? Family(OperatorSchema schema) => schema.IsOfAten ? Family(schema.BaseName) : null;

    private static string? Family(string baseName) => Families.Keys.FirstOrDefault(prefix => baseName.StartsWith(prefix, StringComparison.Ordinal));

    // A trailing underscore stays at the end.
    private static string Suffixed(string name, string suffix) =>
        name.EndsWith("_", StringComparison.Ordinal) ? Pascal(name.TrimEnd('_')) + suffix + "_" : Pascal(name) + suffix;

    /// <summary>foo_bar_ becomes FooBar_; a leading underscore stays.</summary>
    public static string Pascal(string name)
    {
        var words = name.Split('_').Select(word => word.Length == 0 ? string.Empty : char.ToUpperInvariant(word[0]) + word.Substring(1));
        var joined = string.Concat(words);
        return (name[0] == '_' ? "_" : string.Empty) + joined + (name[name.Length - 1] == '_' ? "_" : string.Empty);
    }
}
