using LibTorch.GpuCheck.Parts;
using LibTorch.GpuCheck.Running;

namespace LibTorch.GpuCheck.Probes;

/// <summary>
/// The probes: parts that each check a single behaviour of the device, most of which were only known from reading the source before.
/// </summary>
internal static class Probe
{
    // CUDA and Python start within a few seconds each; some probes start several processes.
    private const double Seconds = 40, QuickSeconds = 25;

    public static IReadOnlyList<Part> All { get; } =
    [
        OnDevice("first-tensor", "a convolution on the CPU with its gradient, then the first CUDA tensor", quick: true, FirstUseProbes.FirstTensor),
        OnDevice("pinning-first", "pinned memory as the first use of CUDA, and its copies", quick: true, FirstUseProbes.Pinning),
        OnDevice("full-device", "training that disposes of nothing near full memory; relief in every kind of call", quick: true, FullDeviceProbe.Run),
        Anywhere("callbacks", "hooks, functions, checkpoints and exceptions on the engine's threads", quick: true, CallbacksProbe.Run),
        OnDevice("device-assert", "a device-side assert: its exception, the next call, disposal, the exit code", quick: true, DeviceAssertProbe.Run),
        Anywhere("endings", "processes that end with queued work, open blocks, or a thread in a backward pass", quick: true, EndingsProbe.Run),
        OnDevice("streams", "odd streams and events", quick: true, StreamsProbe.Run),
        Anywhere("unseeded", "the unseeded numbers of two processes differ", quick: false, SeedProbes.Unseeded),
        Anywhere("seeds", "seeds, generators and their states beside Python", quick: false, SeedProbes.Seeds),
        Anywhere("autocast", "gradients under autocast beside Python, in bits", quick: false, AutocastProbe.Run),
        Anywhere("tf32", "products and convolutions at each precision beside Python, in bits", quick: false, Tf32Probe.Run),
        Anywhere("printing", "printed tensors of the device beside Python", quick: false, PrintingProbe.Run),
        OnDevice("memory-figures", "the allocator's figures beside Python's", quick: false, MemoryFiguresProbe.Run),
        OnDevice("two-devices", "two GPUs, where there are two", quick: false, TwoDevicesProbe.Run),
    ];

    private static Part Anywhere(string name, string words, bool quick, Action<Settings, Report> run) =>
        new("probes/" + name, words, OnlyCuda: false, Seconds, quick ? QuickSeconds : 0, run);

    private static Part OnDevice(string name, string words, bool quick, Action<Settings, Report> run) =>
        Anywhere(name, words, quick, run) with { OnlyCuda = true };
}
