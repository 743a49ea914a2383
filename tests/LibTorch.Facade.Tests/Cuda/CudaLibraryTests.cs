using LibTorch.Tests.Interop;
using F = LibTorch.NN.Functional;

namespace LibTorch.Tests.Cuda;

/// <summary>A libtorch with CUDA that cannot be used: what is missing is said, and everything else goes on. The CUDA in it is made up.</summary>
public sealed class CudaLibraryTests : IDisposable
{
    private const string AnswerFile = "LTF_TEST_ANSWER";

    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Without_a_driver()
    {
        const string Why = "Found no NVIDIA driver on your system. Please check that you have an NVIDIA GPU and installed a driver from http://www.nvidia.com/Download/index.aspx";
        Assert.Equal(Why, Answer(devices: null));

        var (exit, output) = DoctorProgram.Run(_folder, libraryPath: _folder);
        Assert.True(exit == 0, output);
        Assert.Contains($" in {_folder} (LIBTORCH)\n", output, StringComparison.Ordinal);
        Assert.EndsWith($"\nCUDA       not in use: {Why}\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_device() => Assert.Equal("No CUDA GPUs are available", Answer(devices: 0));

    [Fact]
    public void With_a_library_that_does_not_load() =>
        Assert.Matches($"^CUDA cannot be used, as {_folder}/libtorch_cuda.so.* cannot be loaded: .*(file too short|invalid ELF header)$", Answer(devices: 1));

    /// <summary>What the process that a test starts does.</summary>
    [Fact]
    public void The_other_process()
    {
        var answer = Environment.GetEnvironmentVariable(AnswerFile);
        Assert.SkipWhen(answer is null, "it is another test's process");
        Assert.StartsWith(Path.GetDirectoryName(answer)!, Torch.LibraryPath, StringComparison.Ordinal);
        WorkOnTheCpu();
        Assert.Equal((false, 0), (Torch.Cuda.IsAvailable(), Torch.Cuda.DeviceCount()));
        var why = Assert.Throws<TorchException>(() => Torch.Ones(2).To("cuda")).Message;
        Assert.Equal(why, Assert.Throws<TorchException>(() => Torch.Cuda.Synchronize()).Message);
        WorkOnTheCpu();
        File.WriteAllText(answer!, why);
    }

    // libtorch asks for CUDA in convolutions, and where it seeds or goes backward.
    private static void WorkOnTheCpu()
    {
        Torch.ManualSeed(0);
        using var x = Torch.Randn([1, 1, 4, 4]).RequiresGrad_();
        F.Conv2d(x, Torch.Ones(1, 1, 2, 2)).Sum().Backward();
        Assert.Equal(36, x.Grad!.Sum().Item<float>());
    }

    // A folder that has the libtorch at hand, with a CUDA half beside it, and in front of it a driver. All of it are
    // copies: what is written here must never reach the real files.
    private string Answer(int? devices)
    {
        var libtorch = Path.GetDirectoryName(Torch.LibraryPath)!;
        foreach (var name in StandInLibTorch.Native.Libraries)
        {
            File.Copy(Path.Combine(libtorch, name), Path.Combine(_folder, name));
        }

        Write(StandInLibTorch.Native.Libraries.First(name => name.StartsWith("libtorch_cpu", StringComparison.Ordinal)).Replace("_cpu", "_cuda", StringComparison.Ordinal), "");

        MakeDriver(devices);
        var answer = Path.Combine(_folder, "answer");
        var (exit, output, _) = ChildProcess.RunTests(
            [$"{typeof(CudaLibraryTests).FullName}.{nameof(The_other_process)}"], (AnswerFile, answer), ("LIBTORCH", _folder), ("LD_LIBRARY_PATH", _folder));
        Assert.True(exit == 0, output);
        return File.ReadAllText(answer);
    }

    private void MakeDriver(int? devices)
    {
        if (devices is null)
        {
            // In front of a real one, which is not to be found.
            Write("libcuda.so.1", "no library");
            return;
        }

        var others = new[]
        {
            "cuDriverGetVersion", "cuDeviceGetName", "cuDeviceGetAttribute", "cuDeviceTotalMem_v2", "cuDeviceGetUuid", "cuDevicePrimaryCtxRetain", "cuDevicePrimaryCtxRelease",
            "cuCtxPushCurrent_v2", "cuCtxPopCurrent_v2", "cuMemGetInfo_v2", "cuDeviceCanAccessPeer", "cuGetErrorString",
        };
        var code = $"int cuInit(unsigned flags) {{ return {(devices > 0 ? 0 : 100)}; }} int cuDeviceGetCount(int *count) {{ *count = {devices}; return 0; }}"
            + string.Concat(others.Select(name => $" int {name}(void) {{ return 999; }}"));
        var source = Write("driver.c", code);
        var (exit, _, error) = ChildProcess.Run("cc", ["-shared", "-fPIC", "-o", Path.Combine(_folder, "libcuda.so.1"), source]);
        Assert.True(exit == 0, error);
    }

    // Only ever a new file.
    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        using var file = new FileStream(path, FileMode.CreateNew);
        file.Write(System.Text.Encoding.UTF8.GetBytes(text));
        return path;
    }
}
