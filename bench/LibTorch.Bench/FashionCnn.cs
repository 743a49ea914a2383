using LibTorch.NN;

namespace LibTorch.Bench;

/// <summary>The network that the examples train on Fashion-MNIST.</summary>
internal sealed partial class FashionCnn : Module<Tensor, Tensor>
{
    private readonly Conv2d _conv1 = new(1, 16, 3, padding: 1, bias: false);
    private readonly BatchNorm2d _bn1 = new(16);
    private readonly Conv2d _conv2 = new(16, 32, 3, padding: 1, bias: false);
    private readonly BatchNorm2d _bn2 = new(32);
    private readonly MaxPool2d _pool = new(2);
    private readonly Dropout _dropout = new(0.25);
    private readonly Linear _fc1 = new(32 * 7 * 7, 128);
    private readonly Linear _fc2 = new(128, 10);

    public override Tensor Forward(Tensor images)
    {
        var x = _pool.Call(Torch.Relu(_bn1.Call(_conv1.Call(images))));
        x = _pool.Call(Torch.Relu(_bn2.Call(_conv2.Call(x))));
        x = _dropout.Call(Torch.Flatten(x, 1));
        return _fc2.Call(Torch.Relu(_fc1.Call(x)));
    }
}
