using LibTorch.NN;

namespace LibTorch.Examples.Training;

/// <summary>Fashion-MNIST with fully connected layers.</summary>
internal sealed partial class FashionMlp : Module<Tensor, Tensor>
{
    private readonly Sequential _layers =
    [
        new Flatten(),
        new Linear(784, 256),
        new BatchNorm1d(256),
        new ReLU(),
        new Dropout(0.2),
        new Linear(256, 128),
        new ReLU(),
        new Dropout(0.2),
        new Linear(128, 10),
    ];

    public override Tensor Forward(Tensor images) => _layers.Call(images);
}
