using System.Runtime.InteropServices;

namespace LibTorch.Tests.Cuda;

/// <summary>What torch.cuda can be asked of devices that there are.</summary>
[Collection(StandInCudaTestGroup.Name)]
public sealed unsafe class StandInFunctionTests(StandInCuda cuda)
{
    private const string Flags = "-gencode;arch=compute_50,code=sm_50;-gencode;arch=compute_80,code=sm_80;-gencode;arch=compute_80,code=compute_80";

    [Fact]
    public void A_block_of_a_device_is_one_of_its_number() => cuda.Elsewhere(this, () =>
    {
        using (Torch.Cuda.Device("cuda:1"))
        {
            Assert.Equal(1, Torch.Cuda.CurrentDevice());
            using (Torch.Cuda.Device("cuda"))
            {
                Assert.Equal(1, Torch.Cuda.CurrentDevice());
            }
        }

        Assert.Equal(0, Torch.Cuda.CurrentDevice());
        Assert.Throws<TorchValueException>(() => Torch.Cuda.Device("cpu").Dispose());
    });

    [Fact]
    public void The_driver_says_whose_memory_can_be_used() => cuda.Elsewhere(this, () =>
    {
        Assert.True(Torch.Cuda.CanDeviceAccessPeer("cuda:0", "cuda:1"));
        Assert.False(Torch.Cuda.CanDeviceAccessPeer("cuda:1", "cuda:1"));
        Assert.Equal("Invalid device id", Assert.Throws<TorchException>(() => Torch.Cuda.CanDeviceAccessPeer("cuda:2", "cuda:1")).Message);
        Assert.Equal("Invalid peer device id", Assert.Throws<TorchException>(() => Torch.Cuda.CanDeviceAccessPeer("cuda:0", "cuda:2")).Message);
    });

    [Fact]
    public void Streams_have_the_priority_that_was_asked_for() => cuda.Elsewhere(this, () =>
    {
        var old = !LibTorch.Interop.LibraryCalls.IsAtLeast(2, 1);
        Assert.Equal(old ? (0, -1) : (0, -3), Torch.Cuda.StreamPriorityRange());
        Torch.Cuda.NewStream("cuda:1", -2).Dispose();
        if (LibTorch.Interop.LibraryCalls.IsAtLeast(2, 6))
        {
            Assert.Equal([-2L], (long[])StandInCuda.Ask("priorities")!);
            Assert.Equal("Expected cuda stream priority to be less than or equal to 0, got 3", Assert.Throws<TorchException>(() => Torch.Cuda.NewStream("cuda:1", 3)).Message);
        }
    });

    [Fact]
    public void A_stream_of_other_code_is_known_by_its_address() => cuda.Elsewhere(this, () =>
    {
        Torch.Cuda.Init();
        var address = (long)StandInCuda.Ask("address_of_stream")!;
        using var stream = Torch.Cuda.ExternalStream((nint)address, "cuda:1");
        Assert.Equal(("cuda:1", address), (stream.Device.ToString(), stream.Id));
        using (Torch.Cuda.Stream(stream))
        {
            Assert.Equal(address, Torch.Cuda.CurrentStream().Id);
        }

        Assert.Throws<TorchValueException>(() => Torch.Cuda.ExternalStream(0));
        Assert.Throws<TorchValueException>(() => Torch.Cuda.ExternalStream((nint)address + 1));
        Assert.Empty((object?[])StandInCuda.Ask("faults")!);
    });

    [Fact]
    public void Seeds_can_be_drawn_for_one_device_or_for_all() => cuda.Elsewhere(this, () =>
    {
        Torch.Cuda.ManualSeedAll(3);
        Torch.Cuda.Seed();
        Assert.NotEqual(3UL, Torch.Cuda.InitialSeed());
        using (Torch.Cuda.Device(1))
        {
            Assert.Equal(3UL, Torch.Cuda.InitialSeed());
        }

        Torch.Cuda.SeedAll();
        var seed = Torch.Cuda.InitialSeed();
        using (Torch.Cuda.Device(1))
        {
            Assert.Equal(seed, Torch.Cuda.InitialSeed());
        }

        seed = Torch.Seed();
        Assert.Equal(seed, Torch.Cuda.InitialSeed());
    });

    [Fact]
    public void There_is_a_state_for_each_device() => cuda.Elsewhere(this, () =>
    {
        var states = Torch.Cuda.GetRngStateAll();
        Assert.Equal(2, states.Count);
        Torch.Cuda.SetRngStateAll(states);
        Torch.Cuda.SetRngState(Torch.Cuda.GetRngState());
        Assert.Equal([0L, 1, 0], (long[])StandInCuda.Ask("states_set")!);
    });

    [Fact]
    public void A_device_that_libtorch_has_kernels_for_is_not_warned_of() => cuda.Elsewhere(
        this,
        () =>
        {
            Assert.Empty(Warned());
            Assert.Equal(["sm_50", "sm_80", "compute_80"], Torch.Cuda.GetArchList());
            Assert.Equal(
                "-gencode compute=compute_50,code=sm_50 -gencode compute=compute_80,code=sm_80 -gencode compute=compute_80,code=compute_80",
                Torch.Cuda.GetGencodeFlags());
        },
        [("LTF_STAND_IN_FLAGS", Flags), ("LTF_STAND_IN_CAPABILITY", "8")]);

    [Fact]
    public void One_that_it_has_none_for_is_once() => cuda.Elsewhere(
        this,
        () =>
        {
            Assert.Contains("stand-in with CUDA capability sm_90 is not compatible", Assert.Single(Warned()), StringComparison.Ordinal);
            Assert.Empty(Warned());
        },
        [("LTF_STAND_IN_FLAGS", Flags), ("LTF_STAND_IN_CAPABILITY", "9")]);

    [Fact]
    public void The_tools_library_gets_ranges_and_marks() => cuda.Elsewhere(this, () =>
    {
        Assert.Equal(0, Torch.Cuda.Nvtx.RangePush("outer"));
        using (Torch.Cuda.Nvtx.Range("inner"))
        {
            Torch.Cuda.Nvtx.Mark("here");
        }

        Assert.Equal(0, Torch.Cuda.Nvtx.RangePop());
        Torch.Cuda.Nvtx.RangeEnd(Torch.Cuda.Nvtx.RangeStart("wide"));
        var told = (delegate* unmanaged<nint>)NativeLibrary.GetExport(NativeLibrary.Load("libnvToolsExt.so.1"), "stand_in_told");
        Assert.Equal("push outer; push inner; mark here; pop; pop; start wide; end 7; ", Marshal.PtrToStringUTF8(told()));
    });

    [Fact]
    public void The_allocators_figures_have_their_own_names() => cuda.Elsewhere(this, () =>
    {
        Assert.Empty(Torch.Cuda.MemoryStats());
        Torch.Cuda.Init();
        if (!LibTorch.Interop.LibraryCalls.IsAtLeast(2, 9))
        {
            Assert.Throws<TorchNotImplementedException>(() => Torch.Cuda.MemoryStats());
            Assert.Throws<TorchNotImplementedException>(() => Torch.Cuda.MemorySummary());
            Assert.Throws<TorchNotImplementedException>(() => Torch.Cuda.ResetAccumulatedMemoryStats());
            return;
        }

        // questions.cpp numbers them by their names.
        var numbers = (object?[])StandInCuda.Ask("figures")!;
        var stats = Torch.Cuda.MemoryStats("cuda:1");
        Assert.Equal(numbers.Length, stats.Count);
        Assert.All(numbers, number => Assert.Equal(number, $"{stats.Single(figure => ((string)number!).StartsWith(figure.Key + " ", StringComparison.Ordinal)).Key} {stats[((string)number!).Split(' ')[0]]}"));
        Assert.Equal(stats["allocated_bytes.all.current"], Torch.Cuda.MemoryAllocated("cuda:1"));
        Assert.Equal(stats["reserved_bytes.all.peak"], Torch.Cuda.MaxMemoryReserved("cuda:1"));
        Assert.Contains("device ID 1 ", Torch.Cuda.MemorySummary("cuda:1"), StringComparison.Ordinal);
    });

    // What loading CUDA warns of.
    private static List<string> Warned()
    {
        List<string> warnings = [];
        void Hear(object? sender, TorchWarningEventArgs warning) => warnings.Add(warning.Message);
        Torch.WarningRaised += Hear;
        Torch.Cuda.Init();
        Torch.WarningRaised -= Hear;
        return warnings;
    }
}
