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

    [Theory]
    [InlineData("")]
    [InlineData("/include")]
    public void Libraries_and_headers_from_two_places(string headers)
    {
        var native = Flat("libtorch-cpu-linux-x64/2.10.0");
        var include = Headers("2.10.0");
        var chosen = Choose(native, Path.GetDirectoryName(include) + headers);
        Assert.Equal((0, $"libtorch 2.10.0 in {native}, without CUDA, headers in {include}"), chosen);
    }

    // Debian's own files, apart.
    [Fact]
    public void Debians_libraries_and_headers_from_two_places()
    {
        var system = Choose(null).Output;
        Assert.SkipWhen(Environment.GetEnvironmentVariable("LIBTORCH") is not null || !system.Contains("in /usr/lib", StringComparison.Ordinal), $"not Debian's: {system}");
        var library = File.ResolveLinkTarget($"{system[(system.IndexOf(" in ", StringComparison.Ordinal) + 4)..system.IndexOf(',', StringComparison.Ordinal)]}/libtorch_cpu.so", returnFinalTarget: true)!;
        var native = Flat("libraries", Path.GetFileName(library.FullName));
        var (exit, output) = Choose(native, "/usr/include");
        Assert.Equal(0, exit);
        Assert.StartsWith($"libtorch {string.Join('.', system.Split(' ')[1].Split('.')[..2])}", output, StringComparison.Ordinal);
        Assert.EndsWith($" in {native}, without CUDA, headers in /usr/include", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Headers_of_another_release_than_the_library()
    {
        Unzipped("2.6.0");
        var include = Headers("2.10.0");
        Refused(_folder, $"libtorch in {_folder}/lib is 2.6.0, and the headers in {include} are those of 2.10.0", include);
        Directory.Move(Path.Combine(include, "torch"), Path.Combine(_folder, "include/torch"));
        Assert.Equal((1, $"libtorch in {_folder}/lib is 2.6.0, and the headers in {_folder}/include are those of 2.10.0"), Choose(_folder));
    }

    [Fact]
    public void A_place_without_headers()
    {
        Unzipped("2.6.0");
        Refused(_folder, "LIBTORCH_INCLUDE=/no/where has no headers of libtorch: no ATen/ATen.h and no include/ATen/ATen.h in it", "/no/where");
    }

    // A folder with nothing but libraries, as NuGet's packages have it.
    private string Flat(string package, string library = "libtorch_cpu.so")
    {
        var native = Directory.CreateDirectory(Path.Combine(_folder, package, "runtimes/linux-x64/native")).FullName;
        File.WriteAllText(Path.Combine(native, library), "");
        if (library != "libtorch_cpu.so")
        {
            File.CreateSymbolicLink(Path.Combine(native, "libtorch_cpu.so"), library);
        }

        File.WriteAllText(Path.Combine(native, "libc10.so"), "");
        return native;
    }

    private string Headers(string version)
    {
        var include = Directory.CreateDirectory(Path.Combine(_folder, "headers/include")).FullName;
        Directory.CreateDirectory(Path.Combine(include, "ATen"));
        File.WriteAllText(Path.Combine(include, "ATen/ATen.h"), "");
        Directory.CreateDirectory(Path.Combine(include, "torch/csrc/api/include/torch"));
        var numbers = version.Split('.');
        File.WriteAllText(
            Path.Combine(include, "torch/csrc/api/include/torch/version.h"),
            $"#define TORCH_VERSION_MAJOR {numbers[0]}\n#define TORCH_VERSION_MINOR {numbers[1]}\n#define TORCH_VERSION_PATCH {numbers[2]}\n");
        return include;
    }

    // The page on installing has each of these lines.
    private void Refused(string libtorch, string why, string? headers = null)
    {
        Assert.Equal((1, why), Choose(libtorch, headers));
        why = headers is null ? why : why.Replace(headers, headers.StartsWith(_folder, StringComparison.Ordinal) ? "/opt/headers" : headers, StringComparison.Ordinal);
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

    private static (int Exit, string Output) Choose(string? libtorch, string? headers = null)
    {
        var script = $"set -euo pipefail; fail() {{ echo \"$*\"; exit 1; }}; source '{Repository.Root}/src/Native/find-libtorch.sh'; find_libtorch; libtorch_in_words";
        var (exit, output, _) = ChildProcess.Run("bash", ["-c", script], [("LIBTORCH", libtorch), ("LIBTORCH_INCLUDE", headers)]);
        return (exit, output.Trim());
    }
}
