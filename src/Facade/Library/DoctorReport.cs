using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;
using LibTorch.Interop;

namespace LibTorch;

/// <summary>
/// Which libtorch the process uses, or why it can use none. <see cref="Torch.Doctor"/> makes the report, and ToString gives its text.
/// </summary>
[TypeFormatterSource(typeof(NotebookText), PreferredMimeTypes = [NotebookFormatter.PlainText])]
public sealed record DoctorReport
{
    private const int NameWidth = 11;

    private static readonly string[] BlasFiles = ["libopenblas", "libmkl_rt", "libmkl_core", "libblis", "libnvpl_blas", "libatlas", "libblas"];

    private DoctorReport()
    {
    }

    /// <summary>Why nothing can be loaded, what was tried, and how to fix it; null where libtorch could be loaded.</summary>
    public string? Problem { get; private init; }

    /// <summary>Whether libtorch could be loaded.</summary>
    public bool IsWell => Problem is null;

    /// <summary>This library's own version.</summary>
    public string FacadeVersion { get; } = typeof(DoctorReport).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "";

    /// <summary>libtorch's version. This and all following properties are empty where none could be loaded.</summary>
    public string LibTorchVersion { get; private init; } = "";

    /// <summary>The folder that libtorch was loaded from.</summary>
    public string LibTorchFolder { get; private init; } = "";

    /// <summary>Why that libtorch was chosen: the place in which it was found.</summary>
    public string LibTorchOrigin { get; private init; } = "";

    /// <summary>The native library's file.</summary>
    public string NativeLibrary { get; private init; } = "";

    /// <summary>The libtorch that the native library was built for.</summary>
    public string BuiltFor { get; private init; } = "";

    /// <summary>
    /// The places where the native library was looked for: a line for each file, with why it was used or not, and for each place without
    /// one.
    /// </summary>
    public IReadOnlyList<string> NativePlaces { get; private init; } = [];

    /// <summary>The BLAS library: its file, or libtorch's name for it where it is built in.</summary>
    public string Blas { get; private init; } = "";

    /// <summary>How many threads an operator may use.</summary>
    public int Threads { get; private init; }

    /// <summary>How many threads may run operators at the same time.</summary>
    public int InteropThreads { get; private init; }

    /// <summary>The processor's instructions that kernels use, such as AVX2.</summary>
    public string CpuCapability { get; private init; } = "";

    /// <summary>The allocator for tensors in host memory: its file, or libtorch's own.</summary>
    public string Allocator { get; private init; } = "";

    /// <summary>How many CUDA devices there are, or why none can be used.</summary>
    public string Cuda { get; private init; } = "";

    /// <summary>The report as text, with a line for each item.</summary>
    public override string ToString()
    {
        StringBuilder text = new();
        Line("facade", $"LibTorch.Facade {FacadeVersion}");
        Line("system", $"{RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}, {RuntimeInformation.FrameworkDescription}");
        if (Problem is not null)
        {
            return text.Append(Problem).ToString();
        }

        Line("libtorch", $"{LibTorchVersion} in {LibTorchFolder} ({LibTorchOrigin})");
        Line("native", $"{NativeLibrary}, built for libtorch {BuiltFor}");
        Line("places", string.Join("\n" + new string(' ', NameWidth), NativePlaces));
        Line("BLAS", Blas);
        Line("threads", $"{Threads} in an operator, {InteropThreads} beside each other, on {Environment.ProcessorCount} processors");
        Line("processor", CpuCapability);
        Line("memory", Allocator);
        Line("CUDA", Cuda);
        return text.ToString().TrimEnd('\n');

        void Line(string name, string value) => text.Append(name.PadRight(NameWidth)).Append(value).Append('\n');
    }

    /// <summary>The report of what was loaded, or of what was thrown instead.</summary>
    internal static DoctorReport Of(Func<LoadedLibraries> load)
    {
        try
        {
            var loaded = load();
            var config = LibraryCalls.Config();
            return new DoctorReport
            {
                LibTorchVersion = LibraryCalls.Library().Version,
                LibTorchFolder = loaded.Folder,
                LibTorchOrigin = loaded.Origin,
                NativeLibrary = loaded.Native.Path,
                BuiltFor = loaded.Native.Version,
                NativePlaces = [.. loaded.Places.Lines(loaded.Native.Path)],
                Blas = BlasFiles.SelectMany(ProcessMaps.Files).FirstOrDefault() ?? "built into libtorch: " + Between(config, "BLAS_INFO=", ','),
                Threads = LibraryCalls.Threads(),
                InteropThreads = LibraryCalls.InteropThreads(),
                CpuCapability = Between(config, "CPU capability usage: ", '\n'),
                Allocator = LibraryCalls.Allocator() is { Length: > 0 } file ? file : "libtorch's own allocator",
                Cuda = CudaInUse(),
            };
        }
        catch (LibTorchNotFoundException why)
        {
            return new DoctorReport { Problem = why.Message };
        }
    }

    private static string CudaInUse()
    {
        try
        {
            CudaCalls.Require();
        }
        catch (TorchException why)
        {
            return $"not in use: {why.Message}";
        }

        var count = CudaCalls.DeviceCount();
        return count == 1 ? "1 device" : $"{count} devices";
    }

    private static string Between(string text, string before, char after)
    {
        var at = text.IndexOf(before, StringComparison.Ordinal);
        return at < 0 ? "not said" : text[(at + before.Length)..].Split(after)[0].Trim();
    }
}
