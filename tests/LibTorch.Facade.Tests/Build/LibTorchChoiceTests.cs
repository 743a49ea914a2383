namespace LibTorch.Tests.Build;

/// <summary>Which libtorch build.sh chooses, and what it says when there is none to choose.</summary>
public sealed class LibTorchChoiceTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("libtorch-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void An_unzipped_libtorch()
    {
        Unzipped("2.6.0");
        Assert.Equal($"libtorch 2.6.0 in {_folder}/lib, without CUDA", Choose(_folder).Output);
    }

    [Fact]
    public void The_torch_folder_of_a_Python_installation_with_CUDA()
    {
        Unzipped(null);
        File.WriteAllText(Path.Combine(_folder, "version.py"), "__version__ = '2.7.1+cu128'\n");
        File.WriteAllText(Path.Combine(_folder, "lib/libtorch_cuda.so"), "");
        Assert.Equal($"libtorch 2.7.1 in {_folder}/lib, with CUDA", Choose(_folder).Output);
    }

    [Fact]
    public void Without_the_variable_it_is_one_that_this_program_can_run_on()
    {
        var (exit, output) = Choose(null);
        Assert.Equal(0, exit);
        Assert.Matches(@"^libtorch \d+\.\d+\S* in /\S+, with(out)? CUDA$", output);
    }

    [Fact]
    public void A_folder_that_is_no_libtorch() =>
        Refused(_folder, $"LIBTORCH={_folder} is not a libtorch: no lib/libtorch_cpu.so and no include/ATen/ATen.h in it");

    [Theory]
    [InlineData("/no/where")]
    [InlineData("/etc/hostname")]
    [InlineData("~/libtorch")]
    [InlineData("a folder/that is/not there")]
    public void What_is_no_folder(string libtorch) =>
        Refused(libtorch, $"LIBTORCH={libtorch} is not a libtorch: no lib/libtorch_cpu.so and no include/ATen/ATen.h in it");

    [Fact]
    public void A_libtorch_without_headers()
    {
        Unzipped("2.6.0");
        Directory.Delete(Path.Combine(_folder, "include"), recursive: true);
        Refused(_folder, $"LIBTORCH={_folder} is not a libtorch: no include/ATen/ATen.h in it");
    }

    [Fact]
    public void One_that_is_too_old()
    {
        Unzipped("1.12.1");
        Refused(_folder, $"libtorch 1.12.1 in {_folder}/lib is too old: 1.13 or newer is needed");
    }

    // The page on installing has each of these lines.
    private void Refused(string libtorch, string why)
    {
        Assert.Equal((1, why), Choose(libtorch));
        var shown = why.Replace(libtorch, libtorch == _folder && !why.Contains("lib/libtorch_cpu.so", StringComparison.Ordinal) ? "/opt/libtorch" : "/no/where", StringComparison.Ordinal);
        Assert.Contains($"| {shown} |", File.ReadAllText(Repository.PathOf("docs/install.md")), StringComparison.Ordinal);
    }

    private void Unzipped(string? version)
    {
        Directory.CreateDirectory(Path.Combine(_folder, "lib"));
        Directory.CreateDirectory(Path.Combine(_folder, "include/ATen"));
        File.WriteAllText(Path.Combine(_folder, "lib/libtorch_cpu.so"), "");
        File.WriteAllText(Path.Combine(_folder, "lib/libc10.so"), "");
        File.WriteAllText(Path.Combine(_folder, "include/ATen/ATen.h"), "");
        if (version is not null)
        {
            File.WriteAllText(Path.Combine(_folder, "build-version"), version + "\n");
        }
    }

    private static (int Exit, string Output) Choose(string? libtorch)
    {
        var script = $"set -euo pipefail; fail() {{ echo \"$*\"; exit 1; }}; source '{Repository.Root}/src/Native/find-libtorch.sh'; find_libtorch; libtorch_in_words";
        var (exit, output, _) = ChildProcess.Run("bash", ["-c", script], [("LIBTORCH", libtorch)]);
        return (exit, output.Trim());
    }
}
