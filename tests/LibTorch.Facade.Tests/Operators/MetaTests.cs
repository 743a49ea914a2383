using LibTorch.Interop;
using LibTorch.NN;
using LibTorch.SourceGeneration;

namespace LibTorch.Tests.Operators;

/// <summary>On the device meta, operators that libtorch has no kernels for give Python's shapes, dtypes and strides.</summary>
[Collection(ProcessWideState.Name)]
public sealed partial class MetaTests(PythonSession python)
{
    private const string Setup = """
        import torch.nn.functional as F
        def f(*s, dtype=torch.float32): return torch.zeros(*s, dtype=dtype, device=device)
        long = torch.int64
        x, t, i = f(2, 3, 4), f(4, 3, 2).transpose(0, 2), f(2, 3, 4, dtype=long)
        b, c = f(2, 3, 4, dtype=torch.bool), f(2, 3, 4, dtype=torch.complex64)
        im, imt, v = f(2, 3, 5, 6), f(2, 3, 5, 6).to(memory_format=torch.channels_last), f(3)
        def facts(v):
            if isinstance(v, torch.Tensor): return f"{v.dtype} {list(v.shape)} {list(v.stride())} {v.device}"
            return "; ".join(facts(one) for one in v)
        """;

    [Fact]
    public void They_give_Pythons_shapes_or_errors() => Compare(Calls, "facts(ask())", "", (call, tensors) => Facts(call(tensors)));

    [Fact]
    public void Gradients_have_Pythons_shapes() => Compare(
        Differentiable, "gradients(ask)",
        """
        leaves = [one.requires_grad_() for one in (x, t, im, imt, v)]
        def gradients(ask):
            y = ask()
            return facts([one for one in torch.autograd.grad(y, leaves, torch.empty_like(y), allow_unused=True) if one is not None])
        """,
        (call, tensors) =>
        {
            Tensor[] leaves = [.. new[] { 0, 1, 5, 6, 7 }.Select(place => tensors[place].RequiresGrad_())];
            var output = (Tensor)call(tensors)!;
            return string.Join("; ", Torch.Autograd.Grad([output], leaves, [output.EmptyLike()], allowUnused: true).OfType<Tensor>().Select(Facts));
        },

        // Kernels that Python got later.
        expected => expected.StartsWith("NotImplementedError", StringComparison.Ordinal) || expected.StartsWith("TypeError", StringComparison.Ordinal));

    private void Compare(string list, string asked, string setup, Func<Func<Tensor[], object?>, Tensor[], string> actual, Func<string, bool>? isLacking = null)
    {
        var lines = list.Split('\n').Select(line => line.Trim().Split(" => ")).ToList();
        var (calls, messages) = CompiledCalls.Compile([.. lines.Select(line => CSharp(line[^1]))]);
        Assert.Empty(messages.Select(message => $"{CSharp(lines[message.Key][^1])}: {message.Value}"));
        var tensors = Tensors();
        List<string> differences = [];
        for (var place = 0; place < lines.Count; place++)
        {
            var expected = Ask(lines[place][0], "meta", setup, asked);
            var (call, given) = (calls[place], isLacking?.Invoke(expected) == true);
            var answer = Answer(() => actual(call, tensors));
            var fits = given ? answer.StartsWith("torch.", StringComparison.Ordinal) : expected.Split(": ")[^1] == answer;
            if (!fits && !HasStridesOfTheKernel(expected, answer, () => Ask(lines[place][0], "cpu", setup, asked)))
            {
                differences.Add($"{lines[place][0]}\n    Python: {expected}\n    C#:     {answer}");
            }
        }

        Assert.True(differences.Count == 0, $"{differences.Count} of {lines.Count} differ:\n{string.Join('\n', differences)}");
    }

    [Fact]
    public void Whole_networks_and_gradients_have_shapes()
    {
        Sequential net =
        [
            new Conv2d(3, 8, 3, device: Device.Meta), new BatchNorm2d(8, device: Device.Meta), new ReLU(), new AdaptiveAvgPool2d(2), new Flatten(),
            new Linear(32, 4, device: Device.Meta),
        ];
        var output = net.Call(Torch.Empty([5, 3, 9, 9], device: Device.Meta));
        Assert.Equal("torch.Size([5, 4]) meta", $"{output.Shape} {output.Device}");
        Assert.NotNull(output.GradFn);
    }

    private string Ask(string call, string device, string setup, string asked) => python.Eval($"answer(lambda: {call})", $"device = '{device}'\n" + Setup + "\n" + setup + $$"""

        def answer(ask):
            try: return {{asked}}
            except Exception as error: return f"{type(error).__name__}: {error}"
        """);

    // From 2.0 on Python answers for some operators with decompositions of its own, whose strides are not those of its own kernel for
    // the CPU: libtorch's are, and either is right.
    private static bool HasStridesOfTheKernel(string expected, string actual, Func<string> askTheCpu) =>
        LibraryCalls.IsAtLeast(2, 0) && WithoutStrides(expected) == WithoutStrides(actual)
        && askTheCpu().Replace(" cpu", " meta", StringComparison.Ordinal) == actual;

    private static string WithoutStrides(string facts) =>
        System.Text.RegularExpressions.Regex.Replace(facts, @"(\[[^]]*\]) \[[^]]*\] meta", "$1 meta");

    private static string Answer(Func<string> call)
    {
        try
        {
            return call();
        }
        catch (TorchException error)
        {
            return error.Message.Split(": ")[^1];
        }
    }

    private static string Facts(object? value) => value switch
    {
        Tensor tensor => $"{tensor.DType} [{string.Join(", ", tensor.Shape)}] [{string.Join(", ", tensor.Strides.ToArray())}] {tensor.Device}",
        System.Runtime.CompilerServices.ITuple several => string.Join("; ", Enumerable.Range(0, several.Length).Select(place => Facts(several[place]))),
        _ => $"{value}",
    };

    private static Tensor[] Tensors()
    {
        static Tensor Of(long[] shape, DType? dtype = null) => Torch.Empty(shape, dtype: dtype ?? DType.Float32, device: Device.Meta);
        var image = Of([2, 3, 5, 6]);
        return
        [
            Of([2, 3, 4]), Of([4, 3, 2]).Transpose(0, 2), Of([2, 3, 4], DType.Int64), Of([2, 3, 4], DType.Bool), Of([2, 3, 4], DType.Complex64),
            image, image.Contiguous(MemoryFormat.ChannelsLast), Of([3]), Of([], DType.Int64),
        ];
    }

    // torch.where(b, x, t) is Torch.Where(t[3], t[0], t[1]).
    private static string CSharp(string python)
    {
        string[] names = ["x", "t", "i", "b", "c", "im", "imt", "v", "s"];
        static string Pascal(string name) => string.Concat(name.Split('_').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
        static string Replaced(string text, string pattern, System.Text.RegularExpressions.MatchEvaluator by) => System.Text.RegularExpressions.Regex.Replace(text, pattern, by);
        var text = Replaced(python, @"'(\w+)'", match => match.Groups[1].Value == "meta" ? "Device.Meta" : $"\"{match.Groups[1].Value}\"");
        text = Replaced(text, @"torch\.fft\.(\w+)\(", match => $"Torch.FFT.{Pascal(match.Groups[1].Value)}(");
        text = Replaced(text, @"torch\.float64", _ => "DType.Float64");
        text = Replaced(text, @"torch\.(\w+)\(", match => $"Torch.{Pascal(match.Groups[1].Value)}(");
        text = Replaced(text, @"F\.(\w+)\(", match => $"Functional.{Pascal(match.Groups[1].Value)}(");
        text = Replaced(text, @"\bf\(([\d, ]+), dtype=long\)", match => $"Torch.Empty([{match.Groups[1].Value}], dtype: DType.Int64, device: Device.Meta)");
        text = Replaced(text, @"\bf\(([\d, ]+)\)", match => $"Torch.Empty([{match.Groups[1].Value}], device: Device.Meta)");
        text = Replaced(text, @"(?<!\w)\(([\d, ]*?),?\)", match => $"[{match.Groups[1].Value}]");
        text = Replaced(text, @"\.transpose\(", _ => ".Transpose(");
        text = Replaced(text, @"(\w+)=", match => NameTable.Parameter(match.Groups[1].Value) + ": ");
        text = Replaced(text, @"(?<![\w.])(x|t|i|b|c|im|imt|v|s)(?![\w:(])", match => $"t[{Array.IndexOf(names, match.Value)}]");
        return text.Replace("True", "true", StringComparison.Ordinal).Replace("False", "false", StringComparison.Ordinal);
    }
}
