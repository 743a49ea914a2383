// Linear regression by gradient descent, written by hand.

using LibTorch;

// All of the number, where ToString shows four digits.
static string Bits(Tensor loss) => $"{loss.Detach().View(DType.Int32).Item<int>():x8}";

// Data with known weights, and noise.
Torch.ManualSeed(7);
var trueW = Torch.Tensor([2.0f, -3.4f]);
var x = Torch.Randn(200, 2);
var y = x.Matmul(trueW) + 4.2 + 0.01 * Torch.Randn(200);

// Where the descent starts.
var w = (0.01 * Torch.Randn(2)).RequiresGrad_();
var b = Torch.Zeros([1], requiresGrad: true);

for (var epoch = 0; epoch < 5; epoch++)
{
    Tensor loss = null!;
    var order = Torch.Randperm(200);
    for (var first = 0; first < 200; first += 20)
    {
        var batch = order[first..(first + 20)];
        loss = ((x[batch].Matmul(w) + b - y[batch]).Pow(2) / 2).Mean();
        loss.Backward();
        using (Torch.NoGrad())
        {
            w.Sub_(0.1 * w.Grad!);
            b.Sub_(0.1 * b.Grad!);
        }

        w.Grad!.Zero_();
        b.Grad!.Zero_();
        Console.WriteLine($"{epoch} {first} {Bits(loss)}");
    }

    Console.WriteLine(loss);
}

Console.WriteLine(w);
Console.WriteLine(b);
Console.WriteLine(trueW - w.Detach());
