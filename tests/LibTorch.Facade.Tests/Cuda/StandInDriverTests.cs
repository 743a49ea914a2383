namespace LibTorch.Tests.Cuda;

/// <summary>What is said of a driver that does not start, and what is asked of one that does.</summary>
[Collection(StandInCudaTestGroup.Name)]
public sealed class StandInDriverTests(StandInCuda cuda)
{
    [Fact]
    public void An_error_of_the_drivers_own_is_named() => Refused(
        803, "Unexpected error from cudaGetDeviceCount(). Did you run some cuda functions before calling NumCudaDevices() that might have already set an error? Error 803: system has unsupported display driver / cuda driver combination");

    [Fact]
    public void So_is_one_that_it_cannot_explain() => Refused(
        999, "CUDA unknown error - this may be due to an incorrectly set up environment, e.g. changing env variable CUDA_VISIBLE_DEVICES after program start. Setting the available devices to be zero.");

    [Fact]
    public void And_one_that_did_not_start() => Refused(3, "CUDA driver initialization failed, you might not have a CUDA gpu.");

    [Fact]
    public void No_device_is_no_error_of_the_drivers() => Refused(100, "No CUDA GPUs are available");

    [Fact]
    public void An_older_driver_is_told_to_load_kernels_as_they_are_used() => cuda.Elsewhere(
        this,
        () =>
        {
            Torch.Cuda.Init();
            Assert.Equal("LAZY", StandInCuda.Ask("module_loading"));

            // Other threads may read the environment meanwhile, which setenv does not allow for.
            Assert.Equal(0L, StandInCuda.Ask("setenv_calls"));
            Assert.Equal("stays", Environment.GetEnvironmentVariable("LTF_TEST_OTHER"));
        },
        [("LTF_STAND_IN_VERSION", "11070"), ("LD_PRELOAD", cuda.Driver), ("LTF_TEST_OTHER", "stays")]);

    [Fact]
    public void It_goes_by_what_the_user_said() => cuda.Elsewhere(
        this,
        () =>
        {
            Torch.Cuda.Init();
            Assert.Equal("EAGER", StandInCuda.Ask("module_loading"));
        },
        [("LTF_STAND_IN_VERSION", "11070"), ("CUDA_MODULE_LOADING", "EAGER")]);

    [Fact]
    public void A_newer_driver_is_told_nothing() => cuda.Elsewhere(this, () =>
    {
        Torch.Cuda.Init();
        Assert.Equal("", StandInCuda.Ask("module_loading"));
    });

    private void Refused(int code, string message, [System.Runtime.CompilerServices.CallerMemberName] string test = "") => cuda.Elsewhere(
        this,
        () =>
        {
            Assert.False(Torch.Cuda.IsAvailable());
            Assert.Equal(message, Assert.Throws<TorchException>(Torch.Cuda.Init).Message);
        },
        [("LTF_STAND_IN_INIT", $"{code}")],
        test);
}
