using System.Reflection;
using LibTorch.NN;
using LibTorch.Tests.Operators;

namespace LibTorch.Tests.NN;

/// <summary>torch.nn.functional in C# is there, and gives Python's bits, grad_fn, gradients and errors.</summary>
[Collection(ProcessWideState.Name)]
public sealed class FunctionalTests(PythonSession python)
{
    // Python's public names that have no C# function of the name.
    private static readonly Dictionary<string, string> Elsewhere = new()
    {
        ["assert_int_or_pair"] = "a check of Python's argument types, which the compiler makes here",
        ["boolean_dispatch"] = "part of TorchScript",
        ["handle_torch_function"] = "part of Python's subclasses of Tensor",
        ["has_torch_function"] = "part of Python's subclasses of Tensor",
        ["has_torch_function_unary"] = "part of Python's subclasses of Tensor",
        ["has_torch_function_variadic"] = "part of Python's subclasses of Tensor",
    };

    [Fact]
    public void Nothing_public_is_missing()
    {
        var names = python.Eval(
            "' '.join(n for n in dir(F) if n[0] != '_' and n[0].islower() and callable(getattr(F, n)) and getattr(F, n) is not torch.Tensor)").Split(' ');
        var known = typeof(Functional).GetMethods(BindingFlags.Public | BindingFlags.Static).Select(method => method.Name).ToHashSet();
        Assert.True(names.Length > 100);
        Assert.All(names, name => Assert.True(known.Contains(Pascal(name)) != Elsewhere.ContainsKey(name), name));
    }

    [Fact]
    public void The_same_bits_gradients_and_errors_as_Python()
    {
        var (differences, compared, unwritable) = PythonCalls.Replay("NN/functional_calls.txt", samples: 16);
        Assert.True(compared > 1_000, $"{compared} calls were compared");
        Assert.True(differences.Count == 0, $"{differences.Count} of {compared} calls differ:\n{string.Join('\n', differences)}");
        Assert.All(unwritable, reason => Assert.Contains(Unwritable, known => reason.Contains(known, StringComparison.Ordinal)));
    }

    [Fact]
    public void Scaled_products_of_8_bit_floats()
    {
        Needs.Operator("aten::_scaled_mm_v2");
        const string Setup = """
            torch.manual_seed(3); s = torch.tensor(0.5); kind = F.ScalingType.TensorWise
            a = torch.randn(16, 16).to(torch.float8_e4m3fn); b = torch.randn(16, 16).to(torch.float8_e4m3fn).t()
            """;
        Torch.ManualSeed(3);
        var narrow = DType.Of((int)ScalarType.Float8E4M3FN);
        Tensor a = Torch.Randn(16, 16).To(narrow), b = Torch.Randn(16, 16).To(narrow).T, scale = Torch.Tensor(0.5f);
        Parity.Same(
            python, "F.scaled_mm(a, b, s, kind, s, kind)",
            Functional.ScaledMm(a, b, [scale], [ScalingType.TensorWise], [scale], [ScalingType.TensorWise]), Setup);
        Parity.SameError(
            python, "F.scaled_grouped_mm(a, b, s, kind, s, kind)",
            () => Functional.ScaledGroupedMm(a, b, [scale], [ScalingType.TensorWise], [scale], [ScalingType.TensorWise]), Setup);
    }

    [Fact]
    public void What_Python_warns_about_goes_to_standard_error_once() =>
        WarningText.Same(python, "F.kl_div(torch.ones(2, 2), torch.ones(2, 2))\nF.softmax(torch.ones(2, 2))", () =>
        {
            Functional.KlDiv(Torch.Ones(2, 2), Torch.Ones(2, 2));
            Functional.Softmax(Torch.Ones(2, 2));
        });

    [Fact]
    public void Nothing_and_what_was_disposed_are_refused()
    {
        var gone = Torch.Ones(2, 2);
        gone.Dispose();
        Action<Tensor>[] calls =
        [
            x => Functional.Relu(x), x => Functional.Dropout(x), x => Functional.MaxUnpool2d(x, x, 2), x => Functional.BatchNorm(x, null, null),
            x => Functional.L1Loss(x, x), x => Functional.CrossEntropy(x, x), x => Functional.Embedding(x, x), x => Functional.Interpolate(x, 2),
            x => Functional.MultiHeadAttentionForward(x, x, x, 2, 1, x, x, null, null, false, 0, x, x), x => Functional.Unfold(x, 2),
        ];
        foreach (var call in calls)
        {
            Assert.Throws<ArgumentNullException>(() => call(null!));
            Assert.Throws<ObjectDisposedException>(() => call(gone));
        }
    }

    // Arguments of samples that have no C# form: a module called as a function.
    private static readonly string[] Unwritable = [": PairwiseDistance"];

    private static string Pascal(string name) =>
        string.Concat(name.Split('_', StringSplitOptions.RemoveEmptyEntries).Select(word => char.ToUpperInvariant(word[0]) + word[1..])) + (name[^1] == '_' ? "_" : "");
}
