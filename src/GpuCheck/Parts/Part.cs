using LibTorch.GpuCheck.Gradients;
using LibTorch.GpuCheck.Operators;
using LibTorch.GpuCheck.Probes;
using LibTorch.GpuCheck.Running;
using LibTorch.GpuCheck.Timing;

namespace LibTorch.GpuCheck.Parts;

/// <summary>One part of the check.</summary>
/// <param name="Name">Its name in the result.</param>
/// <param name="Words">A description.</param>
/// <param name="OnlyCuda">Whether it is only applicable with a GPU.</param>
/// <param name="Seconds">The time limit in seconds.</param>
/// <param name="QuickSeconds">The time limit in a quick run; 0 leaves the part out of it.</param>
/// <param name="Run">Runs the check. It stops by itself when the settings' time is over.</param>
internal sealed record Part(string Name, string Words, bool OnlyCuda, double Seconds, double QuickSeconds, Action<Settings, Report> Run)
{
    /// <summary>All parts in the order of running: the most likely to fail come first.</summary>
    public static IReadOnlyList<Part> All { get; } =
    [
        new("machine", "what this ran on", OnlyCuda: false, 30, 15, MachinePart.Run),
        .. Probe.All,
        new("memory", "out of the device's memory, and back", OnlyCuda: true, 30, 15, MemoryPart.Run),
        new("synchronisation", "ordinary work waits for nothing", OnlyCuda: true, 30, 15, SynchronisationPart.Run),
        new("notebooks", "the recorded outputs, and each line beside Python", OnlyCuda: false, 60, 30, NotebooksPart.Run),
        new("operators", "values and gradients beside Python's on the same device", OnlyCuda: false, 150, 30, OperatorsPart.Run),
        new("gradients", "float64 gradients of the device beside the CPU's", OnlyCuda: false, 30, 10, GradientsPart.Run),
        new("timing", "the same work in C# and Python", OnlyCuda: false, 60, 20, TimingPart.Run),
    ];

    /// <exception cref="UsageException">There is no such part.</exception>
    public static Part Called(string name) => All.FirstOrDefault(part => part.Name == name) ?? throw Unknown(name);

    /// <summary>Returns the names after checking them.</summary>
    /// <exception cref="UsageException">A name is not that of a part.</exception>
    public static IReadOnlyList<string> CheckedNames(string[] names) =>
        names.FirstOrDefault(name => !All.Any(part => part.IsCalled(name))) is { } unknown ? throw Unknown(unknown) : names;

    /// <summary>Whether the name is this part's, or that of its group, as <c>probes</c> is for <c>probes/seeds</c>.</summary>
    public bool IsCalled(string name) => Name == name || Name.StartsWith(name + "/", StringComparison.Ordinal);

    private static UsageException Unknown(string name) => new($"there is no part '{name}'");
}
