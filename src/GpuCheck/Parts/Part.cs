using LibTorch.GpuCheck.Gradients;
using LibTorch.GpuCheck.Operators;
using LibTorch.GpuCheck.Running;
using LibTorch.GpuCheck.Timing;

namespace LibTorch.GpuCheck.Parts;

/// <summary>One of the things that are checked.</summary>
/// <param name="Name">What the result calls it.</param>
/// <param name="Words">What it is about.</param>
/// <param name="OnlyCuda">Whether it makes no sense without a GPU.</param>
/// <param name="Run">Checks it.</param>
internal sealed record Part(string Name, string Words, bool OnlyCuda, Action<Settings, Report> Run)
{
    public static IReadOnlyList<Part> All { get; } =
    [
        new("machine", "what this ran on", OnlyCuda: false, MachinePart.Run),
        new("notebooks", "the recorded outputs, and each line beside Python", OnlyCuda: false, NotebooksPart.Run),
        new("operators", "values and gradients beside Python's on the same device", OnlyCuda: false, OperatorsPart.Run),
        new("gradients", "float64 gradients of the device beside the CPU's", OnlyCuda: false, GradientsPart.Run),
        new("memory", "out of the device's memory, and back", OnlyCuda: true, MemoryPart.Run),
        new("synchronisation", "ordinary work waits for nothing", OnlyCuda: true, SynchronisationPart.Run),
        new("timing", "the same work in C# and Python", OnlyCuda: false, TimingPart.Run),
    ];

    /// <exception cref="UsageException">There is no such part.</exception>
    public static Part Called(string name) => All.FirstOrDefault(part => part.Name == name) ?? throw new UsageException($"there is no part '{name}'");
}
