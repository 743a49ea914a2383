// ResNet-18 with the names that torchvision's has, and some steps of its training.

using LibTorch;
using LibTorch.NN;
using LibTorch.Optim;

// All of the number, where ToString shows four digits.
static string Bits(Tensor number) => $"{number.Detach().View(DType.Int32).Item<int>():x8}";

Torch.ManualSeed(6);
var net = new ResNet18(10);
Console.WriteLine(net);
Console.WriteLine($"{net.Parameters().Sum(p => p.Numel)} parameters");
foreach (var (name, tensor) in net.StateDict())
{
    Console.WriteLine($"{name} {tensor.Shape}");
}

var (images, labels) = (Torch.Randn(2, 3, 64, 64), Torch.Tensor([3L, 7L]));
var optimizer = new SGD(net.Parameters(), lr: 0.01, momentum: 0.9, weightDecay: 1e-4);
for (var step = 0; step < 2; step++)
{
    var loss = Functional.CrossEntropy(net.Call(images), labels);
    optimizer.ZeroGrad();
    loss.Backward();
    optimizer.Step();
    Console.WriteLine($"{step} {Bits(loss)}");
}

Console.WriteLine(Bits(net.Parameters().Select(p => p.Grad!.Abs().Sum()).Aggregate((a, b) => a + b)));

internal sealed partial class BasicBlock(int inplanes, int planes, int stride) : Module<Tensor, Tensor>
{
    private readonly Conv2d _conv1 = new(inplanes, planes, 3, stride, padding: 1, bias: false);
    private readonly BatchNorm2d _bn1 = new(planes);
    private readonly ReLU _relu = new(inplace: true);
    private readonly Conv2d _conv2 = new(planes, planes, 3, padding: 1, bias: false);
    private readonly BatchNorm2d _bn2 = new(planes);
    private readonly Sequential? _downsample =
        stride != 1 || inplanes != planes ? [new Conv2d(inplanes, planes, 1, stride, bias: false), new BatchNorm2d(planes)] : null;

    public override Tensor Forward(Tensor x)
    {
        var output = _relu.Call(_bn1.Call(_conv1.Call(x)));
        output = _bn2.Call(_conv2.Call(output));
        output.Add_(_downsample is null ? x : _downsample.Call(x));
        return _relu.Call(output);
    }
}

internal sealed partial class ResNet18 : Module<Tensor, Tensor>
{
    private readonly Conv2d _conv1 = new(3, 64, 7, stride: 2, padding: 3, bias: false);
    private readonly BatchNorm2d _bn1 = new(64);
    private readonly ReLU _relu = new(inplace: true);
    private readonly MaxPool2d _maxpool = new(3, stride: 2, padding: 1);
    private readonly Sequential _layer1 = [new BasicBlock(64, 64, 1), new BasicBlock(64, 64, 1)];
    private readonly Sequential _layer2 = [new BasicBlock(64, 128, 2), new BasicBlock(128, 128, 1)];
    private readonly Sequential _layer3 = [new BasicBlock(128, 256, 2), new BasicBlock(256, 256, 1)];
    private readonly Sequential _layer4 = [new BasicBlock(256, 512, 2), new BasicBlock(512, 512, 1)];
    private readonly AdaptiveAvgPool2d _avgpool = new([1, 1]);
    private readonly Linear _fc;

    // Some pretrained variants have more blocks in the last layer.
    public ResNet18(int classes, int lastBlocks = 2)
    {
        for (var i = 2; i < lastBlocks; i++)
        {
            _layer4.Append(new BasicBlock(512, 512, 1));
        }

        _fc = new(512, classes);
        foreach (var convolution in Modules.OfType<Conv2d>())
        {
            Init.KaimingNormal_(convolution.Weight, mode: "fan_out", nonlinearity: "relu");
        }
    }

    public override Tensor Forward(Tensor x)
    {
        x = _maxpool.Call(_relu.Call(_bn1.Call(_conv1.Call(x))));
        x = _layer4.Call(_layer3.Call(_layer2.Call(_layer1.Call(x))));
        return _fc.Call(Torch.Flatten(_avgpool.Call(x), 1));
    }
}
