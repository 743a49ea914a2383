using LibTorch.Examples.Training;
using LibTorch.NN;

namespace LibTorch.Bench;

/// <summary>Convolutional networks.</summary>
internal static class Images
{
    public static Work Cnn()
    {
        var (images, labels) = (Torch.Randn(64, 1, 28, 28), Torch.Arange(64) % 10);
        var net = new FashionCnn();
        return TrainingLoop.Adam(net, () => Functional.CrossEntropy(net.Call(images), labels));
    }

    public static Work ResNetInference()
    {
        var image = Torch.Randn(1, 3, 224, 224);
        var net = new ResNet18(1000);
        net.Eval();
        return new(
            n =>
            {
                using var mode = Torch.InferenceMode();
                for (var i = 0L; i < n; i++)
                {
                    using var scope = new TensorScope();
                    _ = net.Call(image);
                }
            },
            () => net.Call(image).Sum().Item<float>());
    }

    public static Work ResNetTraining()
    {
        var (images, labels) = (Torch.Randn(8, 3, 32, 32), Torch.Arange(8));
        var net = new ResNet18(10);
        return TrainingLoop.SGD(net, () => Functional.CrossEntropy(net.Call(images), labels));
    }
}
