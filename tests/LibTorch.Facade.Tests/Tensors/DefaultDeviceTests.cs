using LibTorch.Tests.Operators;

namespace LibTorch.Tests.Tensors;

/// <summary>torch.set_default_device and with torch.device(...), by way of the device without data.</summary>
public sealed class DefaultDeviceTests(PythonSession python)
{
    public static TheoryData<string> Made => [.. Makers.Keys];

    private static Dictionary<string, Func<Tensor>> Makers => new()
    {
        ["torch.empty(2)"] = () => Torch.Empty(2),
        ["torch.zeros(2, 3)"] = () => Torch.Zeros(2, 3),
        ["torch.ones(2)"] = () => Torch.Ones(2),
        ["torch.full((2,), 3.)"] = () => Torch.Full([2], 3.0),
        ["torch.eye(3)"] = () => Torch.Eye(3),
        ["torch.arange(3)"] = () => Torch.Arange(3),
        ["torch.linspace(0, 1, 3)"] = () => Torch.Linspace(0, 1, 3),
        ["torch.rand(2)"] = () => Torch.Rand(2),
        ["torch.randn(2)"] = () => Torch.Randn(2),
        ["torch.randint(5, (2,))"] = () => Torch.Randint(5, [2]),
        ["torch.empty_strided((2,), (1,))"] = () => Torch.EmptyStrided([2], [1]),
        ["torch.hann_window(4)"] = () => Torch.HannWindow(4),
        ["torch.fft.fftfreq(4)"] = () => Torch.FFT.Fftfreq(4),
        ["torch.scalar_tensor(1.)"] = () => Torch.ScalarTensor(1.0),
        ["torch.tensor([1., 2.])"] = () => Torch.Tensor([1f, 2f]),
        ["torch.tensor([[1., 2.], [3., 4.]])"] = () => Torch.Tensor(new[,] { { 1f, 2f }, { 3f, 4f } }),
        ["torch.tensor(2.)"] = () => Torch.Tensor(2f),
        ["torch.zeros(2, device='cpu')"] = () => Torch.Zeros(2, device: "cpu"),
        ["torch.tensor([1.], device='cpu')"] = () => Torch.Tensor([1f], device: "cpu"),
        ["torch.sparse_coo_tensor((2, 2))"] = () => Torch.SparseCooTensor(new long[] { 2, 2 }),
        ["torch.sparse_coo_tensor(torch.zeros(2, 1, dtype=torch.int64, device='cpu'), x[:1], (2, 2))"] = () => Torch.SparseCooTensor(Torch.Zeros([2, 1], dtype: DType.Int64, device: "cpu"), Cpu()[..1], new long[] { 2, 2 }),
        ["torch.sparse_coo_tensor(torch.zeros(2, 1, dtype=torch.int64, device='cpu'), x[:1], (2, 2), device='cpu')"] = () => Torch.SparseCooTensor(Torch.Zeros([2, 1], dtype: DType.Int64, device: "cpu"), Cpu()[..1], new long[] { 2, 2 }, device: "cpu"),
        ["torch.zeros_like(x)"] = () => Torch.ZerosLike(Cpu()),
        ["x.new_zeros(2)"] = () => Cpu().NewZeros(2),
        ["x.to(torch.float64)"] = () => Cpu().To(DType.Float64),
        ["x[torch.tensor([0], device='cpu')]"] = () => Cpu()[Torch.Tensor([0L], device: "cpu")],
    };

    [Theory]
    [MemberData(nameof(Made))]
    public void Tensors_are_made_where_Python_makes_them(string expression)
    {
        Needs.AtLeast(2, 0);
        using (Torch.OnDevice("meta"))
        {
            using var made = Makers[expression]();
            Assert.Equal(python.Eval("d", $"x = torch.ones(2)\nwith torch.device('meta'):\n  d = str(({expression}).device)"), made.Device.ToString());
        }
    }

    [Fact]
    public void The_default_ends_with_the_block_and_nests()
    {
        Assert.Equal(Device.Cpu, Torch.GetDefaultDevice());
        using (Torch.OnDevice("meta"))
        {
            Assert.Equal(Device.Meta, Torch.GetDefaultDevice());
            using (Torch.OnDevice("cpu"))
            {
                Assert.Equal(Device.Cpu, Torch.Ones(2).Device);
            }

            Assert.Equal(Device.Meta, Torch.Ones(2).Device);
        }

        Assert.Equal(Device.Cpu, Torch.Ones(2).Device);
    }

    [Fact]
    public void Setting_it_is_for_the_calling_thread()
    {
        var (here, there) = (Device.Cpu, Device.Cpu);
        OwnThread.Run(() =>
        {
            Torch.SetDefaultDevice("meta");
            there = Torch.Ones(2).Device;
            Torch.SetDefaultDevice(null);
            here = Torch.Ones(2).Device;
        });
        Assert.Equal((Device.Cpu, Device.Meta), (here, there));
        Assert.Equal(Device.Cpu, Torch.Ones(2).Device);
    }

    [Fact]
    public void Reading_and_writing_elements_goes_on()
    {
        using var x = Torch.Tensor([1f, 2f]);
        using (Torch.OnDevice("meta"))
        {
            Assert.Equal("tensor([1., 2.])", x.ToString());
            x.CopyFrom<float>([3, 4]);
            Assert.Equal([3f, 4f], x.ToArray<float>());
            Assert.Equal(4f, x[1].Item<float>());
        }
    }

    [Fact]
    public void A_default_that_cannot_be_used_says_so()
    {
        Needs.AtLeast(2, 0);
        Assert.SkipWhen(Torch.Cuda.IsAvailable(), "there is a CUDA device");
        using (Torch.OnDevice("cuda"))
        {
            Parity.SameError(python, "f()", () => Torch.Ones(2), "def f():\n  with torch.device('cuda'):\n    torch.ones(2)");
        }
    }

    private static Tensor Cpu() => Torch.Ones([2], device: "cpu");
}
