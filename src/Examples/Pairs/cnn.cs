// A convolutional network with batch normalisation and dropout learns to tell stripes from squares.

using LibTorch;
using LibTorch.NN;
using LibTorch.Optim;

// All of the number, where ToString shows four digits.
static string Bits(Tensor number) => $"{number.Detach().View(DType.Int32).Item<int>():x8}";

Torch.ManualSeed(2);
var images = 0.3 * Torch.Randn(64, 1, 12, 12);
var labels = Torch.Randint(0, 2, [64]);
images[labels.Eq(0), .., TensorIndex.Slice(step: 3)] += 1;
images[labels.Eq(1), .., 3..9, 3..9] += 1;

var net = new Net();
Console.WriteLine(net);
Console.WriteLine($"{net.Parameters().Sum(p => p.Numel)} parameters");

var optimizer = new Adam(net.Parameters(), lr: 0.003);
for (var epoch = 0; epoch < 2; epoch++)
{
    foreach (var batch in Torch.Randperm(64).Split(16))
    {
        var loss = Functional.CrossEntropy(net.Call(images[batch]), labels[batch]);
        optimizer.ZeroGrad();
        loss.Backward();
        optimizer.Step();
        Console.WriteLine($"{epoch} {Bits(loss)}");
    }
}

Console.WriteLine(Bits(net.Parameters().Select(p => p.Grad!.Abs().Sum()).Aggregate((a, b) => a + b)));
Console.WriteLine(net.GetBuffer("features.1.running_mean"));
net.Eval();
using (Torch.NoGrad())
{
    Console.WriteLine(Bits(Functional.CrossEntropy(net.Call(images), labels)));
}

internal sealed partial class Net : Module<Tensor, Tensor>
{
    private readonly Sequential _features =
    [
        new Conv2d(1, 8, 3, padding: 1, bias: false),
        new BatchNorm2d(8),
        new ReLU(),
        new MaxPool2d(2),
        new Conv2d(8, 16, 3, padding: 1),
        new BatchNorm2d(16),
        new LeakyReLU(0.1),
        new AdaptiveAvgPool2d(2),
    ];

    private readonly Sequential _classifier = [new Flatten(), new Dropout(0.2), new Linear(64, 2)];

    public override Tensor Forward(Tensor images) => _classifier.Call(_features.Call(images));
}
