// A network of fully connected layers learns which of three rings a point lies in.

using LibTorch;
using LibTorch.NN;
using LibTorch.Optim;

// All of the number, where ToString shows four digits.
static string Bits(Tensor number) => $"{number.Detach().View(DType.Int32).Item<int>():x8}";

Torch.ManualSeed(1);
var points = Torch.Randn(256, 2);
var radius = points.Norm(dim: 1);
var labels = (radius > 0.8).Long() + (radius > 1.5).Long();

var net = new Net(32);
Console.WriteLine(net);
Console.WriteLine($"{net.Parameters().Sum(p => p.Numel)} parameters");

var optimizer = new SGD(net.Parameters(), lr: 0.2, momentum: 0.9);
for (var step = 0; step < 30; step++)
{
    var loss = Functional.CrossEntropy(net.Call(points), labels);
    optimizer.ZeroGrad();
    loss.Backward();
    optimizer.Step();
    if (step % 5 == 4)
    {
        Console.WriteLine($"{step + 1} {Bits(loss)}");
    }
}

Console.WriteLine(Bits(net.Parameters().Select(p => p.Grad!.Abs().Sum()).Aggregate((a, b) => a + b)));
net.Eval();
using (Torch.NoGrad())
{
    Console.WriteLine($"{net.Call(points).Argmax(dim: 1).Eq(labels).Sum().Item<long>()} of 256");
}

internal sealed partial class Net(int hidden) : Module<Tensor, Tensor>
{
    private readonly Linear _fc1 = new(2, hidden);
    private readonly Linear _fc2 = new(hidden, hidden);
    private readonly Dropout _dropout = new(0.1);
    private readonly Linear _out = new(hidden, 3);

    public override Tensor Forward(Tensor x)
    {
        x = Torch.Tanh(_fc1.Call(x));
        x = _dropout.Call(Torch.Relu(_fc2.Call(x)));
        return _out.Call(x);
    }
}
