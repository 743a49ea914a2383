using LibTorch.NN;

namespace LibTorch.Tests.Operators;

/// <summary>On the device meta, operators that libtorch has no kernels for give Python's shapes, dtypes and strides.</summary>
[Collection(ProcessWideState.Name)]
public sealed class MetaTests(PythonSession python)
{
    private const string Setup = """
        import torch.nn.functional as F
        def f(*s, dtype=torch.float32): return torch.empty(*s, dtype=dtype, device='meta')
        long = torch.int64
        x, t, i = f(2, 3, 4), f(4, 3, 2).transpose(0, 2), f(2, 3, 4, dtype=long)
        b, c = f(2, 3, 4, dtype=torch.bool), f(2, 3, 4, dtype=torch.complex64)
        im, imt, v = f(2, 3, 5, 6), f(2, 3, 5, 6).to(memory_format=torch.channels_last), f(3)
        def facts(v):
            if isinstance(v, torch.Tensor): return f"{v.dtype} {list(v.shape)} {list(v.stride())} {v.device}"
            return "; ".join(facts(one) for one in v)
        """;

    // Expressions that are the same in C#, but for names; what is written otherwise there stands behind =>.
    private const string Calls = """
        torch.where(b, x, t)
        torch.where(b, t, t)
        torch.where(b, i, x)
        torch.abs(t)
        torch.abs(c)
        torch.isnan(t)
        torch.isinf(t)
        torch.isfinite(x)
        torch.isclose(x, t)
        torch.flip(t, (0, 1))
        torch.flip(t, (5,))
        torch.roll(t, 1, 0)
        torch.roll(t, (1, 2), (0, 1))
        torch.rot90(x)
        torch.rsub(t, x)
        torch.rsub(x, i)
        torch.diag(v)
        torch.diag(f(3, 4), 1)
        torch.diag(f(3, 4), -1)
        torch.diag(x)
        torch.nanmedian(t)
        torch.nanmedian(t, 1)
        torch.nanmedian(t, 1, True)
        torch.index_select(t, 1, f(5, dtype=long))
        torch.index_select(x, -1, f((), dtype=long)) => torch.index_select(x, -1, s)
        torch.cdist(f(2, 3, 4), f(5, 4), compute_mode='donot_use_mm_for_euclid_dist')
        F.unfold(im, 2)
        F.unfold(imt, (2, 3), 1, 1, 2)
        F.fold(f(2, 12, 4), (3, 3), 2)
        F.prelu(t, v)
        F.embedding_bag(f(2, 3, dtype=long), f(10, 4))
        F.embedding_bag(f(5, dtype=long), f(10, 4), f(2, dtype=long), mode='max')
        torch.embedding_bag(f(10, 4), f(5, dtype=long), f(2, dtype=long), False, 2)
        F.grid_sample(im, f(2, 7, 8, 2))
        torch.nansum(t)
        torch.nansum(t, 1)
        torch.nansum(i, (0, 1), True)
        torch.nanmean(t, 1)
        F.binary_cross_entropy(x, x)
        F.binary_cross_entropy(t, t, reduction='none')
        torch.std(t)
        torch.var(c, 1)
        torch.var_mean(t, 1)
        torch.std_mean(c, (0, 1), keepdim=True)
        torch.vdot(v, v)
        torch.dot(v, v)
        torch.dot(x, v)
        torch.complex(x, t)
        torch.floor_divide(t, i)
        torch.floor_divide(i, i)
        torch.floor_divide(t, 2)
        torch.logical_and(t, i)
        torch.logical_not(t)
        F.hardtanh(t)
        F.relu6(x)
        F.relu(t)
        F.hardswish(t)
        F.softsign(x)
        F.huber_loss(x, x)
        F.huber_loss(t, t, reduction='none')
        F.logsigmoid(t)
        torch.addbmm(f(3, 5), f(2, 3, 4), f(2, 4, 5))
        torch.addbmm(f(5), f(2, 3, 4), f(2, 4, 5))
        torch.addbmm(f(5), f(2, 3, 4), f(3, 4, 5))
        torch.triu_indices(3, 4, device='meta')
        torch.triu_indices(4, 3, 1, device='meta')
        torch.tril_indices(3, 4, -1, device='meta')
        torch.prod(t)
        torch.prod(i)
        torch.prod(x, dtype=torch.float64)
        F.pad(im, (1, 2, 1, 2), mode='reflect')
        torch.logit(t)
        torch.logit(i)
        torch.nan_to_num(t)
        torch.nan_to_num(i)
        torch.max(t)
        torch.min(i)
        torch.angle(t)
        torch.angle(c)
        torch.angle(i)
        torch.trace(f(3, 4))
        torch.trace(f(3, 4, dtype=long))
        F.adaptive_avg_pool2d(im, 2)
        F.adaptive_avg_pool2d(imt, (2, 3))
        F.adaptive_avg_pool1d(x, 2)
        F.adaptive_avg_pool3d(f(2, 3, 4, 5, 6), 2)
        F.conv2d(im, f(8, 3, 2, 2), f(8))
        F.conv2d(imt, f(8, 3, 2, 2))
        F.conv2d(f(3, 5, 6), f(8, 3, 2, 2))
        F.conv2d(im, f(8, 4, 2, 2))
        F.conv1d(x, f(8, 3, 2), stride=2, padding=1)
        F.conv3d(f(2, 3, 5, 6, 7), f(8, 3, 2, 2, 2), dilation=2)
        F.conv2d(f(2, 6, 5, 5), f(6, 3, 2, 2), groups=2)
        F.conv_transpose2d(im, f(3, 8, 2, 2), stride=2, output_padding=1)
        F.conv_transpose1d(x, f(3, 4, 2))
        F.batch_norm(im, v, v, v, v, True)
        F.batch_norm(imt, v, v)
        F.layer_norm(t, (4,))
        F.group_norm(f(2, 4, 5), 2)
        F.instance_norm(im)
        torch.fft.fft(c, dim=1)
        torch.fft.fft2(t)
        torch.fft.rfft(t)
        torch.fft.rfft2(x)
        torch.fft.irfft(c)
        torch.fft.irfft2(c)
        torch.fft.hfft(c)
        torch.fft.fftn(c.transpose(0, 2))
        torch.fft.fftshift(t)
        torch.stft(f(40), 16, return_complex=True)
        torch.repeat_interleave(x, f(3, dtype=long), 1, output_size=7)
        torch.repeat_interleave(x, f(3, dtype=long), 1)
        torch.bernoulli(x)
        torch.randperm(5, device='meta')
        F.dropout(t)
        torch.mvlgamma(t, 2)
        torch.quantile(f(4, 5), 0.5, 1)
        torch.logsumexp(x, 1)
        """;

    // Forward calls whose gradients are asked for: by x, t, im, imt and v, which need them here, as far as the call has them.
    private const string Differentiable = """
        F.prelu(t, v)
        F.prelu(imt, f(1))
        F.grid_sample(im, f(2, 7, 8, 2))
        F.grid_sample(imt, f(2, 7, 8, 2))
        F.pad(im, (1, 2, 1, 2), mode='reflect')
        F.pad(imt, (1, 1, 1, 1), mode='replicate')
        F.pad(t, (1, 1), mode='reflect')
        F.adaptive_avg_pool1d(x, 2)
        F.adaptive_avg_pool2d(im, 2)
        F.adaptive_avg_pool2d(imt, (2, 3))
        F.conv1d(t, f(8, 3, 2), stride=2, padding=1)
        F.conv2d(im, f(8, 3, 2, 2))
        F.conv2d(imt, f(8, 3, 2, 2))
        F.conv_transpose2d(im, f(3, 8, 2, 2), stride=2)
        F.conv_transpose2d(imt, f(3, 8, 2, 2))
        F.instance_norm(im)
        F.instance_norm(imt)
        F.layer_norm(t, (4,))
        F.layer_norm(f(2, 5, 3), (3,), v, v)
        F.group_norm(im, 3, v, v)
        F.group_norm(imt, 3, v)
        F.nll_loss(im, f(2, 5, 6, dtype=long))
        F.nll_loss(imt, f(2, 5, 6, dtype=long), reduction='none')
        F.cross_entropy(imt, f(2, 5, 6, dtype=long))
        F.huber_loss(x, t)
        F.huber_loss(t, x, reduction='none')
        F.binary_cross_entropy(t, t, reduction='none')
        torch.cdist(t, f(5, 4))
        torch.std(t)
        torch.std(x, 1)
        F.hardtanh(t)
        F.hardswish(t)
        F.logsigmoid(t)
        F.unfold(imt, 2)
        torch.prod(t)
        F.dropout(t)
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
            var expected = python.Eval($"answer(lambda: {lines[place][0]})", Setup + "\n" + setup + $$"""

                def answer(ask):
                    try: return {{asked}}
                    except Exception as error: return f"{type(error).__name__}: {error}"
                """);
            var (call, given) = (calls[place], isLacking?.Invoke(expected) == true);
            var answer = Answer(() => actual(call, tensors));
            if (given ? !answer.StartsWith("torch.", StringComparison.Ordinal) : expected.Split(": ")[^1] != answer)
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
        text = Replaced(text, @"(\w+)=", match => char.ToLowerInvariant(Pascal(match.Groups[1].Value)[0]) + Pascal(match.Groups[1].Value)[1..] + ": ");
        text = Replaced(text, @"(?<![\w.])(x|t|i|b|c|im|imt|v|s)(?![\w:(])", match => $"t[{Array.IndexOf(names, match.Value)}]");
        return text.Replace("True", "true", StringComparison.Ordinal).Replace("False", "false", StringComparison.Ordinal);
    }
}
