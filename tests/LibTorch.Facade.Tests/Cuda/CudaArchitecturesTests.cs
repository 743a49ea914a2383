namespace LibTorch.Tests.Cuda;

/// <summary>The kinds of GPU that libtorch has kernels for, and what is said of others; Python is told the same of its own.</summary>
public sealed class CudaArchitecturesTests(PythonSession python)
{
    private const string Setup = """
        def asked(body, architectures, major=8, minor=0):
            import warnings
            from unittest import mock
            with warnings.catch_warnings(record=True) as heard, mock.patch.multiple(
                    torch.cuda, get_arch_list=lambda: architectures, device_count=lambda: 1,
                    get_device_capability=lambda index: (major, minor), get_device_name=lambda index: 'NVIDIA X'), \
                    mock.patch.object(torch.version, 'cuda', '12.8'):
                warnings.simplefilter('always')
                result = body()
                return [str(warning.message) for warning in heard] if result is None else result
        """;

    [Theory]
    [InlineData(8, 0, "sm_80", "compute_80")]
    [InlineData(8, 6, "sm_50", "sm_80")]
    [InlineData(7, 5, "sm_80", "sm_90")]
    [InlineData(9, 0, "sm_80", "compute_90")]
    [InlineData(12, 1, "sm_100", "sm_120")]
    [InlineData(3, 7)]
    public void Python_warns_of_the_same_devices(int major, int minor, params string[] architectures)
    {
        var ours = CudaArchitectures.Unsupported("NVIDIA X", (major, minor), architectures);
        var theirs = python.Eval($"(asked(torch.cuda._check_cubins, {Parity.Listed(architectures)}, {major}, {minor}) or [None])[0]", Setup);
        Assert.Equal(theirs, ours ?? "None");
    }

    [Theory]
    [InlineData("sm_50", "sm_80", "compute_80")]
    [InlineData]
    public void The_compilers_options_are_Pythons(params string[] architectures)
    {
        Assert.Equal(python.Eval($"asked(torch.cuda.get_gencode_flags, {Parity.Listed(architectures)})", Setup), CudaArchitectures.GencodeFlags(architectures));
    }

    [Fact]
    public void They_are_read_from_the_settings_of_the_compilation()
    {
        const string Config = "  - CUDA Runtime 12.8\n  - NVCC architecture flags: -gencode;arch=compute_75,code=sm_75;-gencode;arch=compute_90a,code=sm_90a;-gencode;arch=compute_120,code=[sm_120,compute_120]\n  - CuDNN 90.7.1\n";
        Assert.Equal(["sm_75", "sm_90a", "sm_120", "compute_120"], CudaArchitectures.In(Config));
        Assert.Empty(CudaArchitectures.In(Torch.Config));
    }
}
