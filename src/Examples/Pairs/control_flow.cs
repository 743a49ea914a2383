// Autograd through loops and branches that depend on the values themselves.

using LibTorch;

for (var i = 0; i < 3; i++)
{
    var a = Torch.Randn([], requiresGrad: true);
    var d = Grow(a);
    d.Backward();
    Console.WriteLine($"{a} {d}");
    Console.WriteLine($"{a.Grad} {a.Grad!.Eq(d / a)}");
}

var v = Torch.Randn([3], requiresGrad: true);
var grown = Grow(v);
grown.Backward(Torch.Ones(3));
Console.WriteLine(grown);
Console.WriteLine(v.Grad);

foreach (var n in new[] { 1, 6, 7 })
{
    var s = Torch.Tensor([0.1f, 0.2f], requiresGrad: true);
    var y = Collatz(s, n);
    y.Sum().Backward();
    Console.WriteLine($"{n} {y} {s.Grad}");
}

var x = Torch.Tensor(2.0f, requiresGrad: true);
var root = x;
int step;
for (step = 0; step < 20; step++)
{
    root = (root + x / root) / 2;
    if ((root * root - x).Abs() < 1e-6)
    {
        break;
    }
}

root.Backward();
Console.WriteLine($"{step} {root} {x.Grad} {1 / (2 * root.Detach())}");

// Linear in a, piece by piece: how often it doubles, and the last factor, depend on a.
static Tensor Grow(Tensor a)
{
    var b = 3 * a;
    while (b.Norm() < 500)
    {
        b = b * 2;
    }

    return b.Sum() > 0 ? b : -50 * b;
}

// As many products as the sequence of n has steps.
static Tensor Collatz(Tensor x, int n)
{
    while (n != 1)
    {
        (x, n) = n % 2 == 0 ? (x.Sin(), n / 2) : (x * 1.5 + 0.5, 3 * n + 1);
    }

    return x;
}
