using System.Text.RegularExpressions;
using LibTorch.Interop;

namespace LibTorch.Tests.Interop;

/// <summary>What is in use is said as it is, and as Python says it.</summary>
public sealed partial class DoctorTests(PythonSession python)
{
    [Fact]
    public void The_configuration_is_Pythons() => Assert.Equal(python.Eval("torch.__config__.show()"), Torch.Config);

    [Fact]
    public void The_threads_are_Pythons() => Assert.Equal(python.Eval("torch.get_num_interop_threads()"), $"{Torch.GetNumInteropThreads()}");

    [Fact]
    public void The_report_is_of_this_process()
    {
        var report = Torch.Doctor();
        Assert.True(report.IsWell, report.Problem);
        Assert.Equal(Torch.Version, report.LibTorchVersion);
        Assert.Equal(Path.GetDirectoryName(Assert.Single(ProcessMaps.Files("libtorch_cpu.so"))), report.LibTorchFolder);
        Assert.Equal(Path.Combine(AppContext.BaseDirectory, NativeLoader.FileName), report.NativeLibrary);
        Assert.Equal(Torch.GetNumThreads(), report.Threads);
        Assert.Contains($"CPU capability usage: {report.CpuCapability}", Torch.Config, StringComparison.Ordinal);
        Assert.Contains($"libtorch   {Torch.Version} in {report.LibTorchFolder} ", report.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_program_says_the_same_and_why_that_libtorch()
    {
        var (exit, output) = DoctorProgram.Run();
        Assert.Equal(0, exit);
        Assert.Equal(Names().Matches(Torch.Doctor().ToString()).Select(name => name.Value), Names().Matches(output).Select(name => name.Value));
        Assert.Contains("(what the native library was built for)", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_Pythons_torch_folder_can_be_chosen()
    {
        var (exit, output) = DoctorProgram.Run(libtorch: python.Eval("torch.__path__[0]"));
        Assert.True(exit == 0, output);
        Assert.Contains("(LIBTORCH)", output, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"^\w+", RegexOptions.Multiline)]
    private static partial Regex Names();
}
