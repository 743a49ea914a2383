using System.Runtime.Versioning;
using System.Text.Json;
using LibTorch.Tests.Build;
using LibTorch.Tests.Cuda;

namespace LibTorch.Tests.GpuCheck;

/// <summary>The folder that is taken to a machine with a GPU: small, whole, good where all is well, and bad where anything is not.</summary>
[SupportedOSPlatform("linux")]
[Collection(StandInCudaTestGroup.Name)]
public sealed partial class CheckFolderTests(CheckFolder check, StandInCuda cuda) : IClassFixture<CheckFolder>
{
    private const long MostBytes = 60 << 20;

    [Fact]
    public void It_is_small_and_brings_the_sources_but_no_library()
    {
        Assert.SkipWhen(check.Log.Contains("error NU", StringComparison.Ordinal), $"the compiler's packages cannot be had: {check.Log}");
        Assert.True(check.Made == 0, check.Log);
        var files = Directory.GetFiles(check.Folder, "*", SearchOption.AllDirectories);
        Assert.InRange(files.Sum(file => new FileInfo(file).Length), 1, MostBytes);
        Assert.DoesNotContain(files, file => file.EndsWith(".so", StringComparison.Ordinal) || file.EndsWith(".dll", StringComparison.Ordinal));
        Assert.Equal(
            Directory.GetFiles(Repository.PathOf("src/Native"), "*.cpp").Select(Path.GetFileName).Order(),
            Directory.GetFiles(Path.Combine(check.Folder, "native"), "*.cpp").Select(Path.GetFileName).Order());
    }

    [Fact]
    public void On_the_CPU_all_is_good_and_both_results_are_written()
    {
        var (exit, output) = check.Run;
        Assert.True(exit == 0, output);
        Assert.Contains("All parts are good.", File.ReadAllText(Path.Combine(check.Out, "result.txt")), StringComparison.Ordinal);

        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(check.Out, "result.json")));
        var parts = json.RootElement.GetProperty("parts");
        Assert.True(json.RootElement.GetProperty("good").GetBoolean());
        Assert.Equal(
            ["machine", "probes/callbacks", "probes/endings", "notebooks", "operators", "gradients", "timing"],
            parts.EnumerateObject().Where(part => part.Value.GetProperty("verdict").GetString() == "Good").Select(part => part.Name));
        Assert.All(
            parts.EnumerateObject().Where(part => part.Value.GetProperty("verdict").GetString() != "Good"),
            part => Assert.Equal("it needs a device", part.Value.GetProperty("why").GetString()));
        Assert.True(json.RootElement.GetProperty("finished").GetBoolean());
        Assert.Equal(Torch.Version, parts.GetProperty("machine").GetProperty("figures").GetProperty("libtorch").GetString());
        Assert.InRange(parts.GetProperty("operators").GetProperty("figures").GetProperty("operators").GetInt32(), 30, 1000);
        Assert.All(
            parts.GetProperty("timing").GetProperty("figures").GetProperty("rows").EnumerateArray(),
            row => Assert.InRange(row.GetProperty("ratio").GetDouble(), double.Epsilon, double.MaxValue));
    }

    [Fact]
    public void One_other_bit_in_what_Python_had_is_found()
    {
        Assert.Equal(0, check.Run.ExitCode);
        var folder = check.Fresh("altered");
        var file = Path.Combine(folder, "0.cases");
        File.Copy(Path.Combine(check.Out, "work", "0.cases"), file);
        Alter(file);

        var (exit, output) = check.Program(["--part", "operators", "--device", "cpu", "--cases", folder, "--work", folder, .. CheckFolder.Patient]);
        Assert.True(exit == 1, output);
        Assert.Contains(" 1 wrong", output, StringComparison.Ordinal);
        Assert.Matches(@"WRONG  aten::.*: (result|gradient) \d+ is ", output);
    }

    [Fact]
    public void A_run_goes_on_with_the_parts_that_have_no_result()
    {
        var folder = check.Fresh("resumed");
        (int ExitCode, string Output) Run(params string[] more) => check.Program(
            ["--device", "cpu", "--quick", "--only", "probes/streams,probes/endings,gradients", "--python", "/bin/false", "--out", folder, "--work", folder, .. CheckFolder.Patient, .. more]);
        string Verdict(string part)
        {
            using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "result.json")));
            return json.RootElement.GetProperty("parts").GetProperty(part).GetProperty("verdict").GetString()!;
        }

        // What was found is there, whatever becomes of the run.
        var (exit, output) = Run("--seconds", "6");
        Assert.True(exit == 1, output);
        Assert.Equal(("Inapplicable", "NotRun", "NotRun"), (Verdict("probes/streams"), Verdict("probes/endings"), Verdict("gradients")));
        Assert.Contains("No time was left for probes/endings, gradients; ./check.sh --resume goes on with them.", output, StringComparison.Ordinal);

        (exit, output) = Run("--resume");
        Assert.True(exit == 0, output);
        Assert.DoesNotContain("earlier run", output.Split("=== gradients")[1], StringComparison.Ordinal);

        // Now all have one, and nothing starts; other settings are another run.
        (exit, output) = Run("--resume", "--seconds", "1");
        Assert.True(exit == 0, output);
        Assert.Contains("ok     42 functions", File.ReadAllText(Path.Combine(folder, "result.txt")), StringComparison.Ordinal);
        (exit, output) = check.Program("--device", "cpu", "--only", "gradients", "--python", "/bin/false", "--out", folder, "--work", folder, "--resume", "--seconds", "1");
        Assert.True(exit == 1, output);
    }

    [Fact]
    public void A_part_that_takes_too_long_is_ended_with_what_it_has_found()
    {
        var folder = check.Fresh("slow");
        var python = Path.Combine(folder, "python");
        File.WriteAllText(python, "#!/bin/bash\necho waiting\nsleep 600\n");
        File.SetUnixFileMode(python, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var (exit, output) = check.Program("--device", "cpu", "--only", "machine", "--python", python, "--out", folder, "--work", folder, "--seconds", "9");
        Assert.True(exit == 1, output);
        Assert.Contains("Not good: machine.", output, StringComparison.Ordinal);
        Assert.Contains("it did not end within 9 s", output, StringComparison.Ordinal);
        Assert.Contains("libtorch ", File.ReadAllText(Path.Combine(folder, "result.txt")), StringComparison.Ordinal);
    }

    [Fact]
    public void Where_Python_fails_the_other_parts_are_run_and_the_result_is_bad()
    {
        var folder = check.Fresh("no-python");
        var (exit, output) = check.Program(["--device", "cpu", "--quick", "--python", "/bin/false", "--out", folder, "--work", folder, .. CheckFolder.Patient]);
        Assert.True(exit == 1, output);
        Assert.Contains("Not good: machine, notebooks, operators, timing.", File.ReadAllText(Path.Combine(folder, "result.txt")), StringComparison.Ordinal);
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "result.json")));
        Assert.True(json.RootElement.GetProperty("parts").GetProperty("gradients").GetProperty("verdict").GetString() == "Good");
    }

    [Fact]
    public void Where_it_cannot_run_one_line_says_why()
    {
        Assert.SkipWhen(Torch.Cuda.IsAvailable(), "there is a CUDA device");
        Said(check.Script(), "the torch of .* finds no GPU; --device cpu checks what makes sense without one");
        Said(check.Script("--device", "tpu"), "--device is cuda or cpu, not 'tpu'");
        Said(check.Script("--fast"), "there is no option '--fast'; --help lists them");
        Said(check.Script("--shim"), "--shim lacks its value");
        Said(check.Script("--device", "cpu", "--seconds", "soon"), "--seconds is a number, not 'soon'");
        Said(check.Script("--device", "cpu", "--shim", "/none.so", "--out", check.Fresh("nothing")), "there is no /none.so", lines: 2);
        Assert.Equal(0, check.Script("--help").ExitCode);
        var (exit, output) = check.Program("--part", "everything");
        Assert.Equal((2, "there is no part 'everything'\n"), (exit, output));
        Assert.Equal((2, "there is no part 'prob'\n"), check.Program("--only", "machine,prob"));
    }

    [Fact]
    public void A_folder_of_somebody_elses_is_left_alone()
    {
        var folder = check.Fresh("mine");
        File.WriteAllText(Path.Combine(folder, "thesis.txt"), "");
        Assert.Equal((2, "", $"build.sh: {folder} is there already, and is no folder of gpu-check\n"), Shell.Run($"./build.sh gpu-check '{folder}'"));
        Assert.True(File.Exists(Path.Combine(folder, "thesis.txt")));
    }

    private static void Said((int ExitCode, string Output) run, string line, int lines = 1)
    {
        Assert.Equal(2, run.ExitCode);
        Assert.Matches($"(^|\n)check.sh: {line}\n$", run.Output);
        Assert.Equal(lines, run.Output.Count(letter => letter == '\n'));
    }

    // The first frame's last byte: its length is in the eight before it, and its expected results come last.
    private static void Alter(string path)
    {
        using var file = File.Open(path, FileMode.Open);
        var length = new byte[8];
        file.ReadExactly(length);
        file.Position = 8 + BitConverter.ToInt64(length) - 1;
        var last = file.ReadByte();
        file.Position--;
        file.WriteByte((byte)(last ^ 0x40));
    }
}
