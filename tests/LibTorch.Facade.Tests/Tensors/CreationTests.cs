namespace LibTorch.Tests.Tensors;

[Collection(ProcessWideState.Name)]
public sealed class CreationTests(PythonSession python)
{
    [Fact]
    public void From_scalars()
    {
        Parity.Same(python, "torch.tensor(3.5)", Torch.Tensor(3.5f));
        Parity.Same(python, "torch.tensor(3.5, dtype=torch.float64)", Torch.Tensor(3.5));
        Parity.Same(python, "torch.tensor(3)", Torch.Tensor(3L));
        Parity.Same(python, "torch.tensor(3, dtype=torch.int32)", Torch.Tensor(3));
        Parity.Same(python, "torch.tensor(True)", Torch.Tensor(true));
        Parity.Same(python, "torch.tensor(1 + 2j, dtype=torch.complex128)", Torch.Tensor(new System.Numerics.Complex(1, 2)));
        Parity.Same(python, "torch.tensor(1.5, dtype=torch.float16)", Torch.Tensor((Half)1.5));
        Parity.Same(python, "torch.tensor(3, dtype=torch.bfloat16)", Torch.Tensor(3, dtype: DType.BFloat16));
    }

    [Fact]
    public void From_arrays_of_any_rank()
    {
        Parity.Same(python, "torch.tensor([1., 2.])", Torch.Tensor(new[] { 1f, 2f }));
        Parity.Same(python, "torch.tensor([[1., 2.], [3., 4.], [5., 6.]])", Torch.Tensor(new[,] { { 1f, 2f }, { 3f, 4f }, { 5f, 6f } }));
        Parity.Same(python, "torch.arange(24).reshape(2, 3, 4)", Torch.Tensor(Cube()));
        Parity.Same(python, "torch.tensor([[1, 2], [3, 4]])", Torch.Tensor(new long[][] { [1, 2], [3, 4] }));
        Parity.Same(python, "torch.tensor([[True], [False]])", Torch.Tensor(new[,] { { true }, { false } }));
        Parity.Same(python, "torch.zeros(2, 0)", Torch.Tensor(new float[2, 0]));
        Parity.Same(python, "torch.tensor([])", Torch.Tensor(Array.Empty<float>()));
    }

    [Fact]
    public void From_spans_and_collection_expressions()
    {
        Parity.Same(python, "torch.tensor([1, 2, 3])", Torch.Tensor([1L, 2, 3]));
        ReadOnlySpan<double> values = stackalloc double[] { 1, 2, 3, 4 };
        Parity.Same(python, "torch.tensor([[1., 2.], [3., 4.]], dtype=torch.float64)", Torch.Tensor(values, [2, 2]));
    }

    [Fact]
    public void Wrong_lengths_are_refused()
    {
        Assert.Throws<ArgumentException>(() => Torch.Tensor([1f, 2f], [3L]));
        Assert.Throws<ArgumentException>(() => Torch.Tensor(new float[][] { [1], [1, 2] }));
        Assert.Throws<NotSupportedException>(() => Torch.Tensor(new[] { 'a' }));
        Assert.Throws<NotSupportedException>(() => Torch.Tensor((Array)new[] { "a" }));
    }

    [Fact]
    public void Factories()
    {
        Parity.Same(python, "torch.zeros(2, 3)", Torch.Zeros(2, 3));
        Parity.Same(python, "torch.ones(2, 3, dtype=torch.int8)", Torch.Ones([2, 3], dtype: DType.Int8));
        Parity.Same(python, "torch.full((2, 2), 7)", Torch.Full([2, 2], 7));
        Parity.Same(python, "torch.full((2, 2), 0.5)", Torch.Full([2, 2], 0.5));
        Parity.Same(python, "torch.arange(5)", Torch.Arange(5));
        Parity.Same(python, "torch.arange(4.0)", Torch.Arange(4.0));
        Parity.Same(python, "torch.arange(1, 10, 3)", Torch.Arange(1, 10, 3));
        Parity.Same(python, "torch.arange(4.0, dtype=torch.float64)", Torch.Arange(4.0, dtype: DType.Float64));
        Parity.Same(python, "torch.linspace(0, 1, 5)", Torch.Linspace(0, 1, 5));
        Parity.Same(python, "torch.logspace(0, 2, 3)", Torch.Logspace(0, 2, 3));
        Parity.Same(python, "torch.eye(3)", Torch.Eye(3));
        Parity.Same(python, "torch.eye(2, 3)", Torch.Eye(2, 3));
        Parity.Same(python, "torch.zeros(())", Torch.Zeros());
        Parity.Same(python, "torch.ones_like(torch.zeros(2, 2, dtype=torch.int32))", Torch.OnesLike(Torch.Zeros([2, 2], dtype: DType.Int32)));
        Assert.True(Torch.Zeros(2, requiresGrad: true).RequiresGrad);
        Assert.Equal([2L, 3], Torch.Empty(2, 3).Shape);
    }

    [Fact]
    public void Factories_refuse_what_Python_refuses()
    {
        Parity.SameError(python, "torch.zeros(-1)", () => Torch.Zeros(-1));
        Parity.SameError(python, "torch.arange(0, 1, -1)", () => Torch.Arange(0, 1, -1));
        Parity.SameError(python, "torch.ones(2, device='cuda')", () => Torch.Ones(2, device: Device.Cuda));
        Parity.SameError(python, "torch.randn(2, dtype=torch.int64)", () => Torch.Randn(2, dtype: DType.Int64));
    }

    [Fact]
    public void The_seed_gives_Pythons_numbers()
    {
        foreach (var seed in new[] { 0, 42, -1, long.MaxValue })
        {
            Torch.ManualSeed(seed);
            Parity.Same(python, "torch.randn(5)", Torch.Randn(5), $"torch.manual_seed({seed})");
            Assert.Equal(python.Eval("torch.initial_seed()", $"torch.manual_seed({seed})"), Torch.InitialSeed().ToString());
        }
    }

    [Fact]
    public void The_default_dtype_decides_what_factories_make()
    {
        // Python's own floats; C#'s have the dtype of their type.
        Assert.Equal(DType.Float32, Torch.GetDefaultDType());
        Assert.Throws<TorchTypeException>(() => Torch.SetDefaultDType(DType.Int64));
    }

    private static long[,,] Cube()
    {
        var cube = new long[2, 3, 4];
        Buffer.BlockCopy(Enumerable.Range(0, 24).Select(i => (long)i).ToArray(), 0, cube, 0, 24 * sizeof(long));
        return cube;
    }
}
