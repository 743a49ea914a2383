namespace LibTorch.Tests.Operators;

/// <summary>Typed operators give Python's bits for the same inputs, drawn from the same seed.</summary>
[Collection(ProcessWideState.Name)]
public sealed class OperatorParityTests(PythonSession python)
{
    // Both sides draw these in the same order, so random numbers are compared too.
    private const string Setup = """
        torch.manual_seed(7)
        a = torch.randn(3, 4); b = torch.randn(3, 4); v = torch.randn(4); w = torch.rand(4); m = torch.randn(4, 5)
        s = torch.randn(3, 3, dtype=torch.float64); i = torch.randint(-5, 9, (3, 4)); k = torch.randint(0, 3, (4,)); c = torch.complex(a, b)
        mask = a > 0
        """;

    private delegate object Call(Inputs x);

    public static TheoryData<string> Expressions => [.. Table.Keys];

    private static readonly Dictionary<string, Call> Table = new()
    {
        // Arithmetic and numbers on both sides
        ["a + b"] = x => x.A + x.B,
        ["a - b"] = x => x.A - x.B,
        ["a * b"] = x => x.A * x.B,
        ["a / b"] = x => x.A / x.B,
        ["a % b"] = x => x.A % x.B,
        ["-a"] = x => -x.A,
        ["2 * a"] = x => 2 * x.A,
        ["a * 2.5"] = x => x.A * 2.5,
        ["1 - a"] = x => 1 - x.A,
        ["a - 1"] = x => x.A - 1,
        ["1 / a"] = x => 1 / x.A,
        ["a / 3"] = x => x.A / 3,
        ["a % 2"] = x => x.A % 2,
        ["2 % a"] = x => 2 % x.A,
        ["i + 1"] = x => x.I + 1,
        ["i + 1.5"] = x => x.I + 1.5,
        ["i / 2"] = x => x.I / 2,
        ["i * True"] = x => x.I * true,
        ["mask + 1"] = x => x.Mask + 1,
        ["mask + 0.5"] = x => x.Mask + 0.5,
        ["i + 2j"] = x => x.I + new System.Numerics.Complex(0, 2),
        ["s + 1"] = x => x.S + 1,
        ["i & 3"] = x => x.I.BitwiseAnd(3),
        ["mask & (b > 0)"] = x => x.Mask & (x.B > 0),
        ["mask | (b > 0)"] = x => x.Mask | (x.B > 0),
        ["mask ^ (b > 0)"] = x => x.Mask ^ (x.B > 0),
        ["~mask"] = x => ~x.Mask,
        ["a ** 2"] = x => x.A.Pow(2),
        ["a ** b"] = x => x.A.Pow(x.B),
        ["2 ** a"] = x => Torch.Pow(2, x.A),
        ["torch.add(a, b, alpha=3)"] = x => x.A.Add(x.B, 3),
        ["torch.sub(a, 2, alpha=3)"] = x => x.A.Sub(2, 3),
        ["torch.div(i, 4, rounding_mode='floor')"] = x => x.I.Div(4, "floor"),
        ["torch.floor_divide(i, 4)"] = x => x.I.FloorDivide(4),
        ["torch.fmod(i, 4)"] = x => x.I.Fmod(4),

        // Comparison
        ["a < b"] = x => x.A < x.B,
        ["a < 0.5"] = x => x.A < 0.5,
        ["0.5 < a"] = x => 0.5 < x.A,
        ["a <= b"] = x => x.A <= x.B,
        ["i >= 3"] = x => x.I >= 3,
        ["3 >= i"] = x => 3 >= x.I,
        ["a > b"] = x => x.A > x.B,
        ["i == 3"] = x => x.I.Eq(3),
        ["i != i.T.T"] = x => x.I.Ne(x.I.T.T),
        ["torch.isclose(a, b)"] = x => x.A.Isclose(x.B),
        ["torch.where(mask, a, b)"] = x => Torch.Where(x.Mask, x.A, x.B),
        ["torch.where(mask, a, 0.)"] = x => Torch.Where(x.Mask, x.A, 0.0),
        ["torch.maximum(a, b)"] = x => x.A.Maximum(x.B),
        ["torch.max(a, b)"] = x => x.A.Max(x.B),
        ["a.clamp(-0.5, 0.5)"] = x => x.A.Clamp(-0.5, 0.5),
        ["a.clamp(max=0)"] = x => x.A.Clamp(max: 0),

        // Elementwise
        ["a.exp()"] = x => x.A.Exp(),
        ["w.sqrt()"] = x => x.W.Sqrt(),
        ["w.log()"] = x => x.W.Log(),
        ["a.sin()"] = x => x.A.Sin(),
        ["a.tanh()"] = x => x.A.Tanh(),
        ["a.sigmoid()"] = x => x.A.Sigmoid(),
        ["a.relu()"] = x => x.A.Relu(),
        ["a.abs()"] = x => x.A.Abs(),
        ["a.round()"] = x => x.A.Round(),
        ["a.erf()"] = x => x.A.Erf(),
        ["F.gelu(a)"] = x => x.A.Gelu(),
        ["c.abs()"] = x => x.C.Abs(),
        ["c.conj()"] = x => x.C.Conj(),
        ["c.angle()"] = x => x.C.Angle(),
        ["torch.special.expit(a)"] = x => Torch.Special.Expit(x.A),

        // Reductions
        ["a.sum()"] = x => x.A.Sum(),
        ["a.sum(0)"] = x => x.A.Sum(0),
        ["a.sum((0, 1), keepdim=True)"] = x => x.A.Sum([0, 1], keepDim: true),
        ["i.sum(dtype=torch.float64)"] = x => x.I.Sum(dtype: DType.Float64),
        ["a.mean()"] = x => x.A.Mean(),
        ["a.mean(1, keepdim=True)"] = x => x.A.Mean(1, keepDim: true),
        ["a.max()"] = x => x.A.Max(),
        ["a.max(1)"] = x => Pair(x.A.Max(1)),
        ["a.min(0, keepdim=True)"] = x => Pair(x.A.Min(0, keepDim: true)),
        ["a.argmax()"] = x => x.A.Argmax(),
        ["a.argmin(1)"] = x => x.A.Argmin(1),
        ["a.std()"] = x => x.A.Std(),
        ["a.var(0, unbiased=False)"] = x => x.A.Var(0, unbiased: false),
        ["a.prod(1)"] = x => x.A.Prod(1),
        ["a.cumsum(1)"] = x => x.A.Cumsum(1),
        ["torch.logsumexp(a, 1)"] = x => x.A.Logsumexp(1),
        ["mask.any()"] = x => x.Mask.Any(),
        ["mask.all(1)"] = x => x.Mask.All(1),
        ["a.median()"] = x => x.A.Median(),
        ["torch.count_nonzero(i)"] = x => x.I.CountNonzero(),
        ["torch.norm(a)"] = x => Torch.Norm(x.A),
        ["a.norm()"] = x => x.A.Norm(),
        ["torch.norm(a, 1, dim=1)"] = x => Torch.Norm(x.A, 1, 1),
        ["torch.norm(a, float('inf'))"] = x => Torch.Norm(x.A, double.PositiveInfinity),
        ["torch.norm(s, 'nuc')"] = x => Torch.Norm(x.S, "nuc"),
        ["torch.norm(s, 'fro')"] = x => Torch.Norm(x.S, "fro"),
        ["torch.norm(a, 2, dtype=torch.float64)"] = x => Torch.Norm(x.A, 2, dtype: DType.Float64),

        // Linear algebra
        ["torch.dot(v, w)"] = x => Torch.Dot(x.V, x.W),
        ["a @ m"] = x => x.A.Matmul(x.M),
        ["a @ v"] = x => x.A.Matmul(x.V),
        ["torch.mm(a, m)"] = x => Torch.Mm(x.A, x.M),
        ["torch.mv(a, v)"] = x => Torch.Mv(x.A, x.V),
        ["torch.outer(v, w)"] = x => Torch.Outer(x.V, x.W),
        ["torch.addmm(torch.ones(5), a, m, beta=2)"] = x => Torch.Ones(5).Addmm(x.A, x.M, beta: 2),
        ["torch.einsum('ij,jk->ik', a, m)"] = x => Torch.Einsum("ij,jk->ik", [x.A, x.M]),
        ["torch.linalg.inv(s)"] = x => Torch.Linalg.Inv(x.S),
        ["torch.linalg.det(s)"] = x => Torch.Linalg.Det(x.S),
        ["torch.linalg.solve(s, s[0])"] = x => Torch.Linalg.Solve(x.S, x.S[0]),
        ["torch.linalg.vector_norm(a, 3, dim=(0,))"] = x => Torch.Linalg.VectorNorm(x.A, 3, 0),
        ["torch.trace(s)"] = x => Torch.Trace(x.S),
        ["torch.diag(v)"] = x => Torch.Diag(x.V),
        ["torch.tril(s)"] = x => x.S.Tril(),

        // Softmax
        ["a.softmax(1)"] = x => x.A.Softmax(1),
        ["torch.softmax(i, 0, torch.float64)"] = x => Torch.Softmax(x.I, 0, DType.Float64),
        ["nn.Softmax(dim=1)(a)"] = x => new LibTorch.NN.Softmax(1).Forward(x.A),
        ["F.log_softmax(a, 1)"] = x => x.A.LogSoftmax(1),

        // Shapes
        ["a.T"] = x => x.A.T,
        ["a.reshape(2, 6)"] = x => x.A.Reshape(2, 6),
        ["a.reshape(-1)"] = x => x.A.Reshape(-1),
        ["a.view(4, 3)"] = x => x.A.View(4, 3),
        ["a.permute(1, 0)"] = x => x.A.Permute(1, 0),
        ["v.expand(3, 4)"] = x => x.V.Expand(3, 4),
        ["v.repeat(2, 2)"] = x => x.V.Repeat(2, 2),
        ["a.unsqueeze(1)"] = x => x.A.Unsqueeze(1),
        ["a.unsqueeze(0).squeeze()"] = x => x.A.Unsqueeze(0).Squeeze(),
        ["a.flatten()"] = x => x.A.Flatten(),
        ["a.transpose(0, 1)"] = x => x.A.Transpose(0, 1),
        ["torch.cat([a, b], 1)"] = x => Torch.Cat([x.A, x.B], 1),
        ["torch.stack([a, b])"] = x => Torch.Stack([x.A, x.B]),
        ["a.chunk(2, 1)"] = x => x.A.Chunk(2, 1),
        ["a.split(2)"] = x => x.A.Split(2),
        ["a.unbind(1)"] = x => x.A.Unbind(1),
        ["a.flip(0)"] = x => x.A.Flip(0),
        ["a.roll(1, 1)"] = x => x.A.Roll(1, 1),
        ["a.narrow(1, 1, 2)"] = x => x.A.Narrow(1, 1, 2),
        ["a.gather(0, k.unsqueeze(0))"] = x => x.A.Gather(0, x.K.Unsqueeze(0)),
        ["a.index_select(0, k)"] = x => x.A.IndexSelect(0, x.K),
        ["a.masked_fill(mask, 0)"] = x => x.A.MaskedFill(x.Mask, 0),
        ["a.masked_select(mask)"] = x => x.A.MaskedSelect(x.Mask),
        ["a.sort(1, descending=True)"] = x => Pair(x.A.Sort(1, descending: true)),
        ["a.topk(2)"] = x => Pair(x.A.Topk(2)),
        ["i.nonzero()"] = x => x.I.Nonzero(),

        // Conversion
        ["a.to(torch.float64)"] = x => x.A.To(DType.Float64),
        ["a.double()"] = x => x.A.Double(),
        ["a.int()"] = x => x.A.Int(),
        ["a.half()"] = x => x.A.Half(),
        ["a.bfloat16()"] = x => x.A.Bfloat16(),
        ["i.bool()"] = x => x.I.Bool(),
        ["i.float()"] = x => x.I.Float(),
        ["a.to('cpu')"] = x => x.A.To("cpu"),

        // In place
        ["a.clone().add_(1).mul_(b)"] = x => x.A.Clone().Add_(1).Mul_(x.B),
        ["a.clone().zero_()"] = x => x.A.Clone().Zero_(),
        ["a.clone().fill_(3)"] = x => x.A.Clone().Fill_(3),
        ["a.clone().copy_(v)"] = x => x.A.Clone().Copy_(x.V),

        // Random numbers after the inputs
        ["torch.rand(5)"] = _ => Torch.Rand(5),
        ["torch.randperm(10)"] = _ => Torch.Randperm(10),
        ["torch.bernoulli(w)"] = x => x.W.Bernoulli(),
        ["torch.empty(6).uniform_(-1, 1)"] = _ => Torch.Empty(6).Uniform_(-1, 1),
        ["torch.empty(6).normal_()"] = _ => Torch.Empty(6).Normal_(),
        ["torch.multinomial(w, 3)"] = x => x.W.Multinomial(3),
        ["torch.randn_like(a)"] = x => Torch.RandnLike(x.A),
    };

    [Theory]
    [MemberData(nameof(Expressions))]
    public void Same_bits_as_Python(string expression)
    {
        var expected = python.Eval($"bits({expression})", Setup);
        var actual = Table[expression](new Inputs());
        Assert.Equal(expected, actual is Tensor[] several ? "(" + string.Join("; ", several.Select(Parity.Bits)) + ")" : Parity.Bits((Tensor)actual));
    }

    private static Tensor[] Pair((Tensor, Tensor) results) => [results.Item1, results.Item2];

    private sealed class Inputs
    {
        public Inputs()
        {
            Torch.ManualSeed(7);
            A = Torch.Randn(3, 4);
            B = Torch.Randn(3, 4);
            V = Torch.Randn(4);
            W = Torch.Rand(4);
            M = Torch.Randn(4, 5);
            S = Torch.Randn([3, 3], dtype: DType.Float64);
            I = Torch.Randint(-5, 9, [3, 4]);
            K = Torch.Randint(0, 3, 4);
            C = Torch.Complex(A, B);
            Mask = A > 0;
        }

        public Tensor A { get; }

        public Tensor B { get; }

        public Tensor V { get; }

        public Tensor W { get; }

        public Tensor M { get; }

        public Tensor S { get; }

        public Tensor I { get; }

        public Tensor K { get; }

        public Tensor C { get; }

        public Tensor Mask { get; }
    }
}
