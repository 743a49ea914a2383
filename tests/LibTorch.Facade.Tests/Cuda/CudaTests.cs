namespace LibTorch.Tests.Cuda;

/// <summary>torch.cuda where CUDA cannot be used: what Python answers, and what it says.</summary>
public sealed class CudaTests(PythonSession python)
{
    public static TheoryData<string> Refused => [.. Refusals.Keys];

    private static Dictionary<string, Action> Refusals => new()
    {
        ["torch.cuda.init()"] = Torch.Cuda.Init,
        ["torch.cuda.current_device()"] = () => Torch.Cuda.CurrentDevice(),
        ["torch.cuda.synchronize()"] = () => Torch.Cuda.Synchronize(),
        ["torch.cuda.get_device_name()"] = () => Torch.Cuda.GetDeviceName(),
        ["torch.cuda.get_device_name(1)"] = () => Torch.Cuda.GetDeviceName(Torch.Device(DeviceType.Cuda, 1)),
        ["torch.cuda.get_device_capability()"] = () => Torch.Cuda.GetDeviceCapability(),
        ["torch.cuda.get_device_properties('cpu')"] = () => Torch.Cuda.GetDeviceProperties("cpu"),
        ["torch.cuda.mem_get_info()"] = () => Torch.Cuda.MemGetInfo(),
        ["torch.cuda.initial_seed()"] = () => Torch.Cuda.InitialSeed(),
        ["torch.cuda.get_rng_state()"] = () => Torch.Cuda.GetRngState(),
        ["torch.cuda.can_device_access_peer(0, 1)"] = () => Torch.Cuda.CanDeviceAccessPeer("cuda:0", "cuda:1"),
        ["torch.cuda.current_stream()"] = () => Torch.Cuda.CurrentStream(),
        ["torch.cuda.default_stream()"] = () => Torch.Cuda.DefaultStream(),
        ["torch.zeros(2, device='cuda')"] = () => Torch.Zeros(2, device: "cuda"),
        ["torch.zeros(2, device='cuda:7')"] = () => Torch.Zeros(2, device: "cuda:7"),
        ["torch.tensor([1.], device='cuda')"] = () => Torch.Tensor([1f], device: "cuda"),
        ["torch.ones_like(torch.ones(2), device='cuda')"] = () => _ = Torch.OnesLike(Torch.Ones(2), device: "cuda"),
        ["torch.ones(1).to('cuda')"] = () => Torch.Ones(1).To("cuda"),
        ["torch.ones(1).to('cuda:1', torch.float64, True, True)"] = () => _ = Torch.Ones(1).To("cuda:1", DType.Float64, nonBlocking: true, copy: true),
        ["torch.ones(1).cuda()"] = () => Torch.Ones(1).Cuda(),
        ["torch.ones(1).cuda('cuda:1', non_blocking=True)"] = () => Torch.Ones(1).Cuda("cuda:1", nonBlocking: true),
        ["torch.ones(1).cuda('cpu')"] = () => Torch.Ones(1).Cuda("cpu"),
        ["torch.ones(1).new_zeros(2, device='cuda')"] = () => _ = Torch.Ones(1).NewZeros([2], device: "cuda"),
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_needs_CUDA_says_that_there_is_none(string expression)
    {
        Assert.SkipWhen(Torch.Cuda.IsAvailable(), "there is a CUDA device");
        Parity.SameError(python, expression, Refusals[expression]);
    }

    [Fact]
    public void Marks_for_profilers_need_a_libtorch_with_CUDA_and_no_device()
    {
        Assert.SkipWhen(Torch.Cuda.IsAvailable(), "there is a CUDA device");
        if (Torch.Backends.Cuda.IsBuilt)
        {
            Assert.Equal(
                python.Eval("[torch.cuda.nvtx.range_push('x'), torch.cuda.nvtx.range_pop(), torch.cuda.nvtx.range_pop(), torch.cuda.nvtx.range_start('x')]"),
                $"[{Torch.Cuda.Nvtx.RangePush("x")}, {Torch.Cuda.Nvtx.RangePop()}, {Torch.Cuda.Nvtx.RangePop()}, {Torch.Cuda.Nvtx.RangeStart("x")}]");
            Torch.Cuda.Nvtx.Mark("x");
            Torch.Cuda.Nvtx.Range("x").Dispose();
            return;
        }

        Parity.SameError(python, "torch.cuda.nvtx.range_push('x')", () => Torch.Cuda.Nvtx.RangePush("x"));
        Parity.SameError(python, "torch.cuda.nvtx.range_pop()", () => Torch.Cuda.Nvtx.RangePop());
        Parity.SameError(python, "torch.cuda.nvtx.mark('x')", () => Torch.Cuda.Nvtx.Mark("x"));
        Parity.SameError(python, "torch.cuda.nvtx.range('x').__enter__()", () => Torch.Cuda.Nvtx.Range("x").Dispose());
    }

    [Fact]
    public void What_can_be_answered_without_CUDA_is()
    {
        Assert.SkipWhen(Torch.Cuda.IsAvailable(), "there is a CUDA device");
        Assert.Equal(python.Eval("torch.cuda.is_available()"), Torch.Cuda.IsAvailable().ToString());
        Assert.Equal(python.Eval("torch.cuda.is_initialized()"), Torch.Cuda.IsInitialized().ToString());
        Assert.Equal(python.Eval("torch.cuda.device_count()"), $"{Torch.Cuda.DeviceCount()}");
        Assert.Equal(
            python.Eval("[torch.cuda.memory_allocated(), torch.cuda.max_memory_allocated(), torch.cuda.memory_reserved(), torch.cuda.max_memory_reserved()]"),
            $"[{Torch.Cuda.MemoryAllocated()}, {Torch.Cuda.MaxMemoryAllocated()}, {Torch.Cuda.MemoryReserved()}, {Torch.Cuda.MaxMemoryReserved()}]");

        Assert.Equal(python.Eval("torch.cuda.get_rng_state_all()"), $"[{string.Join(", ", Torch.Cuda.GetRngStateAll())}]");
        Assert.Equal(python.Eval("torch.cuda.get_arch_list()"), $"[{string.Join(", ", Torch.Cuda.GetArchList())}]");
        Assert.Equal(python.Eval("torch.cuda.get_gencode_flags()"), Torch.Cuda.GetGencodeFlags());
        Assert.Equal(python.Eval("len(torch.cuda.memory_stats())"), $"{Torch.Cuda.MemoryStats().Count}");

        // Python does nothing here, and so there is nothing to see but that it does not fail.
        python.Run("torch.cuda.empty_cache(); torch.cuda.manual_seed(1); torch.cuda.manual_seed_all(1); torch.cuda.seed(); torch.cuda.seed_all()");
        Torch.Cuda.EmptyCache();
        Torch.Cuda.ManualSeed(1);
        Torch.Cuda.ManualSeedAll(1);
        Torch.Cuda.Seed();
        Torch.Cuda.SeedAll();
        using (Torch.Cuda.Device(-1))
        using (Torch.Cuda.Stream(null))
        {
            // Python fails here over functions that it lacks.
            Assert.Throws<TorchException>(() => Torch.Cuda.SetDevice(0));
            Assert.Throws<TorchException>(() => Torch.Cuda.ResetPeakMemoryStats());
            Assert.Throws<TorchException>(() => new DeviceEvent());
            Assert.Throws<TorchException>(() => Torch.Cuda.NewStream());
            Assert.Throws<TorchException>(() => Torch.Cuda.Device(0).Dispose());
            Assert.Throws<TorchException>(() => Torch.Cuda.StreamPriorityRange());
            Assert.Throws<TorchException>(() => Torch.Cuda.ExternalStream(64));
            Assert.Throws<TorchException>(() => Torch.Cuda.MemorySummary());
        }
    }

    [Fact]
    public void Pinned_memory_is_refused_as_in_Python()
    {
        Assert.SkipWhen(Torch.Cuda.IsAvailable(), "there is a CUDA device");
        Parity.SameError(python, "torch.ones(2).pin_memory()", () => _ = Torch.Ones(2).PinMemory());
        Parity.SameError(python, "torch.zeros(2, pin_memory=True)", () => Torch.Zeros([2], pinMemory: true));
        Assert.Equal(python.Eval("torch.ones(2).is_pinned()"), Torch.Ones(2).IsPinned().ToString());
    }

    [Fact]
    public void Seeds_are_Pythons_whether_CUDA_is_looked_for_before_or_after()
    {
        Torch.Cuda.IsAvailable();
        using var generator = new LibTorch.Generator().ManualSeed(3);
        Parity.Same(python, "torch.randn(4, generator=torch.Generator().manual_seed(3))", Torch.Randn([4], generator));
    }
}
