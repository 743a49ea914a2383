using F = LibTorch.NN.Functional;

namespace LibTorch.GpuCheck.Gradients;

/// <summary>At least one function of each family of kernels.</summary>
internal static class Functions
{
    public static IReadOnlyList<Function> All { get; } =
    [
        One("exp sin tanh", x => (x.Exp() * x.Sin() + x.Tanh())),
        One("log sqrt", x => (x * x + 1).Log() + (x * x + 1).Sqrt()),
        One("sigmoid gelu silu", x => x.Sigmoid() + F.Gelu(x) + F.Silu(x)),
        One("erf lgamma digamma", x => x.Erf() + (x.Abs() + 1).Lgamma() + (x.Abs() + 1).Digamma()),
        One("pow atan2", x => (x.Abs() + 1).Pow(1.7) + x.Atan2(x * x + 1)),
        One("where clamp abs", x => Torch.Where(x.Gt(0), x * 3, x * x).Clamp(-2, 2) + x.Abs()),
        One("sum mean std", x => x.Sum(1) + x.Mean(1) + x.Std(1)),
        One("prod cumsum cumprod", x => (x.Sigmoid() + 0.5).Prod(1).Unsqueeze(1) + x.Cumsum(1) + (x.Sigmoid() + 0.5).Cumprod(1)),
        One("max min amax", x => x.Max(1).Values + x.Min(0).Values[..12] + x.Amax(1)),
        One("sort topk", x => x.Sort(1).Values[TensorIndex.Ellipsis, ..4] + x.Topk(4, 1).Values),
        One("logsumexp softmax", x => x.Logsumexp(1, keepDim: true) + x.Softmax(1) + x.LogSoftmax(0)),
        One("norm", x => x.Norm() + Torch.Linalg.VectorNorm(x, 3)),
        One("var kthvalue median", x => x.Var() + x.Kthvalue(3, 1).Values + x.Median(1).Values),
        One("slices and positions", x => x[1..7, TensorIndex.Slice(step: 2)].Sum() + x[Torch.Tensor([0L, 2L, 2L], device: x.Device)].Sum(0)),
        One("gather scatter index_add", x => x.Gather(1, Places(x)) + Torch.ZerosLike(x).ScatterAdd(1, Places(x), x) + Torch.ZerosLike(x).IndexAdd(0, Torch.Arange(12, device: x.Device) % 5, x, 2)),
        One("cat stack roll flip", x => Torch.Cat([x, x * 2], 1).Roll(3, 1).Flip(0) + Torch.Stack([x, x]).Sum(0).Repeat(1, 2)),
        One("permute reshape expand", x => x.T.Reshape(4, -1, 6).Permute(2, 0, 1).Unsqueeze(0).Expand(3, -1, -1, -1).Sin()),
        One("pad unfold interpolate", x => F.Interpolate(F.Pad(x[TensorIndex.NewAxis, TensorIndex.NewAxis], [1, 1, 1, 1]), scaleFactor: [2.0, 2.0], mode: "bilinear")),
        One("fft", x => Torch.FFT.Fft(x).Abs() + Torch.FFT.Irfft(Torch.FFT.Rfft(x), 18)),
        One("dropout with its seed left out", x => F.Dropout(x, 0.5, training: false) + F.Normalize(x, 2, 1)),
        Two("products", [20, 30], [30, 25], (a, b) => a.Matmul(b)),
        Two("batched products", [4, 20, 30], [4, 30, 25], (a, b) => a.Bmm(b).Tanh()),
        Two("einsum", [4, 20, 30], [4, 25, 30], (a, b) => Torch.Einsum("bij,bkj->bik", a, b)),
        Two("broadcasting", [20, 1, 30], [25, 1], (a, b) => a * b + a / (b * b + 1)),
        Two("dot outer", [50], [50], (a, b) => Torch.Dot(a, b) + Torch.Outer(a, b)),
        Two("cdist", [12, 8], [10, 8], (a, b) => Torch.Cdist(a, b)),
        Two("solve", [6, 6], [6, 2], (a, b) => Torch.Linalg.Solve(Definite(a), b)),
        Two("cholesky triangular", [6, 6], [6, 2], (a, b) => Torch.Linalg.SolveTriangular(Torch.Linalg.Cholesky(Definite(a)), b, upper: false)),
        One("inverse determinant", x => Torch.Linalg.Inv(Definite(x[..6, ..6])) + Torch.Linalg.Slogdet(Definite(x[..6, ..6])).Logabsdet),
        One("eigenvalues singular values", x => Torch.Linalg.Eigvalsh(Definite(x[..6, ..6])).Sum() + Torch.Linalg.Svdvals(x[..6, ..6] + 5 * Eye(x, 6)).Sum()),
        Two("conv1d", [2, 3, 20], [4, 3, 5], (x, w) => F.Conv1d(x, w, padding: 2)),
        Two("conv2d", [2, 4, 12, 12], [6, 2, 3, 3], (x, w) => F.Conv2d(x, w, stride: 2, padding: 1, groups: 2)),
        Two("conv_transpose2d", [2, 4, 6, 6], [4, 3, 3, 3], (x, w) => F.ConvTranspose2d(x, w, stride: 2)),
        Of("max_pool2d avg_pool2d", [[2, 3, 12, 12]], x => F.MaxPool2d(x[0], 2) + F.AvgPool2d(x[0], 2) + F.AdaptiveAvgPool2d(x[0], [6, 6])),
        Of("batch_norm", [[8, 4, 6], [4], [4]], x => F.BatchNorm(x[0], null, null, x[1], x[2], training: true)),
        Of("layer_norm group_norm", [[8, 4, 6], [6], [6]], x => F.LayerNorm(x[0], [6], x[1], x[2]) + F.GroupNorm(x[0], 2)),
        Of("cross_entropy nll", [[12, 10]], x => F.CrossEntropy(x[0], Torch.Arange(12, device: x[0].Device) % 10, reduction: "none")),
        Of("losses", [[12, 10], [12, 10]], x => F.MseLoss(x[0], x[1]) + F.SmoothL1Loss(x[0], x[1]) + F.BinaryCrossEntropyWithLogits(x[0], x[1].Sigmoid())),
        Of("embedding", [[20, 6]], x => F.Embedding(Torch.Arange(40, device: x[0].Device) % 7, x[0])),
        Of("attention", [[2, 2, 8, 16], [2, 2, 8, 16], [2, 2, 8, 16]], x => (x[0].Matmul(x[1].Transpose(-2, -1)) / 4).Softmax(-1).Matmul(x[2])),
        Of("a network", [[32, 50], [50, 40], [40], [40, 10]], x => (x[0].Matmul(x[1]) / 7 + x[2]).Tanh().Matmul(x[3]).LogSoftmax(1)),
        One("a gradient of a gradient", x => Torch.Autograd.Grad((x * x).Sin().Sum(), x, createGraph: true)),
    ];

    private static Function Of(string name, long[][] inputs, Func<Tensor[], Tensor> of) => new(name, inputs, of);

    private static Function One(string name, Func<Tensor, Tensor> of) => new(name, [[12, 18]], x => of(x[0]));

    private static Function Two(string name, long[] left, long[] right, Func<Tensor, Tensor, Tensor> of) => new(name, [left, right], x => of(x[0], x[1]));

    private static Tensor Eye(Tensor like, long n) => Torch.Eye(n, dtype: like.DType, device: like.Device);

    // A symmetric matrix that is far from singular.
    private static Tensor Definite(Tensor a) => a.Matmul(a.T) + 6 * Eye(a, a.Shape[0]);

    private static Tensor Places(Tensor x) => (Torch.Arange(x.Numel, device: x.Device) * 7 % x.Shape[1]).Reshape([.. x.Shape]);
}
