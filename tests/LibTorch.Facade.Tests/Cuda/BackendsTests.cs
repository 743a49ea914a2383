using System.Globalization;

namespace LibTorch.Tests.Cuda;

/// <summary>torch.backends: what is set and read, without a device, as in Python.</summary>
[Collection(ProcessWideState.Name)]
public sealed class BackendsTests(PythonSession python)
{
    // Some of Python's are attributes, others functions; the running Python may have neither.
    private const string Setup = """
        import torch.backends.cuda as cuda, torch.backends.cudnn as cudnn
        def answers(get, set):
            found = []
            try:
                before = get()
                for value in (before, True, False, before):
                    set(value)
                    found.append(get())
            except (AttributeError, AssertionError):
                return 'missing'
            return found
        def attribute(owner, name):
            return answers(lambda: getattr(owner, name), lambda value: setattr(owner, name, value))
        def sdp(name):
            return answers(lambda: getattr(cuda, name + '_sdp_enabled')(), lambda value: getattr(cuda, 'enable_' + name + '_sdp')(value))
        """;

    private static readonly Dictionary<string, (Func<bool> Get, Action<bool> Set)> Flags = new()
    {
        ["attribute(cudnn, 'enabled')"] = (() => Torch.Backends.Cudnn.Enabled, value => Torch.Backends.Cudnn.Enabled = value),
        ["attribute(cudnn, 'benchmark')"] = (() => Torch.Backends.Cudnn.Benchmark, value => Torch.Backends.Cudnn.Benchmark = value),
        ["attribute(cudnn, 'deterministic')"] = (() => Torch.Backends.Cudnn.Deterministic, value => Torch.Backends.Cudnn.Deterministic = value),
        ["attribute(cudnn, 'allow_tf32')"] = (() => Torch.Backends.Cudnn.AllowTf32, value => Torch.Backends.Cudnn.AllowTf32 = value),
        ["attribute(cuda.matmul, 'allow_tf32')"] = (() => Torch.Backends.Cuda.Matmul.AllowTf32, value => Torch.Backends.Cuda.Matmul.AllowTf32 = value),
        ["attribute(cuda.matmul, 'allow_fp16_reduced_precision_reduction')"] =
            (() => Torch.Backends.Cuda.Matmul.AllowFp16ReducedPrecisionReduction, value => Torch.Backends.Cuda.Matmul.AllowFp16ReducedPrecisionReduction = value),
        ["attribute(cuda.matmul, 'allow_bf16_reduced_precision_reduction')"] =
            (() => Torch.Backends.Cuda.Matmul.AllowBf16ReducedPrecisionReduction, value => Torch.Backends.Cuda.Matmul.AllowBf16ReducedPrecisionReduction = value),
        ["attribute(cuda.matmul, 'allow_fp16_accumulation')"] =
            (() => Torch.Backends.Cuda.Matmul.AllowFp16Accumulation, value => Torch.Backends.Cuda.Matmul.AllowFp16Accumulation = value),
        ["sdp('flash')"] = (Torch.Backends.Cuda.FlashSdpEnabled, Torch.Backends.Cuda.EnableFlashSdp),
        ["sdp('math')"] = (Torch.Backends.Cuda.MathSdpEnabled, Torch.Backends.Cuda.EnableMathSdp),
        ["sdp('mem_efficient')"] = (Torch.Backends.Cuda.MemEfficientSdpEnabled, Torch.Backends.Cuda.EnableMemEfficientSdp),
        ["sdp('cudnn')"] = (Torch.Backends.Cuda.CudnnSdpEnabled, Torch.Backends.Cuda.EnableCudnnSdp),
    };

    public static TheoryData<string> Names => [.. Flags.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_setting_is_read_as_it_was_set(string name)
    {
        var (get, set) = Flags[name];
        Assert.Equal(python.Eval(name, Setup), Answers(get, set));
    }

    [Fact]
    public void A_block_has_its_own_and_goes_back()
    {
        const string Of = "(cudnn.enabled, cudnn.benchmark, cudnn.deterministic, cudnn.allow_tf32)";
        Torch.Backends.Cudnn.Deterministic = true;
        using (Torch.Backends.Cudnn.Flags(benchmark: true))
        {
            Assert.Equal(python.Eval("inside", $"{Setup}\ncudnn.deterministic = True\nwith cudnn.flags(benchmark=True): inside = {Of}\ncudnn.deterministic = False"), Now());
            Assert.Equal(10, Torch.Backends.Cudnn.BenchmarkLimit);
        }

        Assert.True(Torch.Backends.Cudnn.Deterministic);
        Torch.Backends.Cudnn.Deterministic = false;
        Assert.Equal(python.Eval(Of, Setup), Now());
        static string Now() =>
            $"({Torch.Backends.Cudnn.Enabled}, {Torch.Backends.Cudnn.Benchmark}, {Torch.Backends.Cudnn.Deterministic}, {Torch.Backends.Cudnn.AllowTf32})";
    }

    [Fact]
    public void What_is_set_for_products_is_their_precision()
    {
        // The other name of the same setting.
        const string Setup = "def after():\n    torch.backends.cuda.matmul.allow_tf32 = True\n    try: return torch.get_float32_matmul_precision()\n    finally: torch.backends.cuda.matmul.allow_tf32 = False";
        Torch.Backends.Cuda.Matmul.AllowTf32 = true;
        var precision = Torch.GetFloat32MatmulPrecision();
        Torch.Backends.Cuda.Matmul.AllowTf32 = false;
        Assert.Equal(python.Eval("after()", Setup), precision);
    }

    [Fact]
    public void IsBuilt_and_cuDNNs_version_are_Pythons()
    {
        Assert.Equal(python.Eval("torch.backends.cuda.is_built()"), Torch.Backends.Cuda.IsBuilt.ToString());
        Assert.SkipWhen(Torch.Backends.Cuda.IsBuilt && Torch.Cuda.DeviceCount() == 0, "Python loads libtorch's CUDA half without a device, too");
        Assert.Equal(python.Eval("torch.backends.cudnn.version()"), Torch.Backends.Cudnn.Version?.ToString(CultureInfo.InvariantCulture) ?? "None");
        Assert.Equal(python.Eval("torch.backends.cudnn.is_available()"), Torch.Backends.Cudnn.IsAvailable.ToString());
    }

    private static string Answers(Func<bool> get, Action<bool> set)
    {
        static void Ignore(object? sender, TorchWarningEventArgs warning)
        {
        }

        Torch.WarningRaised += Ignore;
        try
        {
            var before = get();
            List<bool> found = [];
            foreach (var value in new[] { before, true, false, before })
            {
                set(value);
                found.Add(get());
            }

            return $"[{string.Join(", ", found)}]";
        }
        catch (TorchNotImplementedException)
        {
            return "missing";
        }
        finally
        {
            Torch.WarningRaised -= Ignore;
        }
    }
}
