using LibTorch.Interop;

namespace LibTorch.Tests.Cuda;

/// <summary>Autocast to bfloat16 on a device that only emulates it.</summary>
[Collection(StandInCudaTestGroup.Name)]
public sealed class StandInAutocastTests(StandInCuda cuda)
{
    private static readonly (string, string?)[] Older = [("LTF_STAND_IN_CAPABILITY", "7")];

    [Fact]
    public void Where_the_running_PyTorch_tries_a_tensor_so_it_is_done() => cuda.Elsewhere(
        this,
        () =>
        {
            Assert.Equal(LibraryCalls.IsAtLeast(2, 3), Torch.Cuda.IsBF16Supported());
            if (!LibraryCalls.IsAtLeast(2, 3))
            {
                Assert.Equal(
                    "Current CUDA Device does not support bfloat16. Please switch dtype to float16.",
                    Assert.Throws<TorchException>(() => Torch.Autocast("cuda", DType.BFloat16).Dispose()).Message);
                return;
            }

            using (Torch.Autocast("cuda", DType.BFloat16))
            {
                Assert.True(Torch.IsAutocastEnabled("cuda"));
            }
        },
        Older);

    [Fact]
    public void A_block_that_is_off_asks_for_nothing() => cuda.Elsewhere(
        this,
        () =>
        {
            using (Torch.Autocast("cuda", DType.BFloat16, enabled: false))
            {
                Assert.False(Torch.IsAutocastEnabled("cuda"));
            }
        },
        Older);
}
