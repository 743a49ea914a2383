using LibTorch.GpuCheck.Gradients;
using LibTorch.GpuCheck.Operators;
using LibTorch.GpuCheck.Probes;
using LibTorch.GpuCheck.Running;
using LibTorch.GpuCheck.Timing;

namespace LibTorch.GpuCheck.Parts;

/// <summary>One of the things that are checked.</summary>
/// <param name="Name">What the result calls it.</param>
/// <param name="Words">What it is about.</param>
/// <param name="OnlyCuda">Whether it makes no sense without a GPU.</param>
/// <param name="Seconds">How long it may take.</param>
/// <param name="QuickSeconds">The same where a little of everything is checked; 0 leaves it out then.</param>
/// <param name="Run">Checks it. It stops by itself when the settings' time is over.</param>
internal sealed record Part(string Name, string Words, bool OnlyCuda, double Seconds, double QuickSeconds, Action<Settings, Report> Run)
{
    /// <summary>In the order in which they are run: what is most likely to fail comes first.</summary>
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

    /// <summary>The names again.</summary>
    /// <exception cref="UsageException">One of them calls no part.</exception>
    public static IReadOnlyList<string> CheckedNames(string[] names) =>
        names.FirstOrDefault(name => !All.Any(part => part.IsCalled(name))) is { } unknown ? throw Unknown(unknown) : names;

    /// <summary>Whether the name is this part's, or that of a group it is of, as <c>probes</c> is of <c>probes/seeds</c>.</summary>
    public bool IsCalled(string name) => Name == name || Name.StartsWith(name + "/", StringComparison.Ordinal);

    private static UsageException Unknown(string name) => new($"there is no part '{name}'");
}
