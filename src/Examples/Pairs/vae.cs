// A variational autoencoder learns pictures of bars.

using LibTorch;
using LibTorch.NN;
using LibTorch.Optim;

// All of the number, where ToString shows four digits.
static string Bits(Tensor number) => $"{number.Detach().View(DType.Int32).Item<int>():x8}";

Torch.ManualSeed(4);
var pictures = Torch.Zeros(32, 1, 8, 8);
foreach (var (i, place) in Torch.Randint(0, 7, [32]).ToArray<long>().Index())
{
    pictures[i, 0, .., TensorIndex.Slice(place, place + 2)] = 1;
}

var net = new VAE(4);
Console.WriteLine(net);
Console.WriteLine($"{net.Parameters().Sum(p => p.Numel)} parameters");

var reconstruction = new BCEWithLogitsLoss(reduction: "sum");
var optimizer = new AdamW(net.Parameters(), lr: 0.01);
for (var step = 0; step < 10; step++)
{
    var (output, mean, logVariance) = net.Call(pictures);
    var divergence = -0.5 * (1 + logVariance - mean.Pow(2) - logVariance.Exp()).Sum();
    var loss = (reconstruction.Call(output, pictures) + divergence) / pictures.Shape[0];
    optimizer.ZeroGrad();
    loss.Backward();
    optimizer.Step();
    Console.WriteLine($"{step} {Bits(loss)}");
}

Console.WriteLine(Bits(net.Parameters().Select(p => p.Grad!.Abs().Sum()).Aggregate((a, b) => a + b)));
net.Eval();
using (Torch.NoGrad())
{
    Console.WriteLine(Torch.Sigmoid(net.Decoder.Call(Torch.Randn(1, 4)))[0, 0]);
}

internal sealed partial class VAE(int latent) : Module<Tensor, (Tensor Output, Tensor Mean, Tensor LogVariance)>
{
    public Sequential Encoder { get; } =
        [new Conv2d(1, 8, 4, stride: 2, padding: 1), new ReLU(), new Flatten(), new Linear(128, 32), new ReLU()];

    public Linear Mean { get; } = new(32, latent);

    public Linear LogVariance { get; } = new(32, latent);

    public Sequential Decoder { get; } =
    [
        new Linear(latent, 128),
        new ReLU(),
        new Unflatten(1, [8, 4, 4]),
        new ConvTranspose2d(8, 1, 4, stride: 2, padding: 1),
    ];

    public override (Tensor Output, Tensor Mean, Tensor LogVariance) Forward(Tensor pictures)
    {
        var hidden = Encoder.Call(pictures);
        var (mean, logVariance) = (Mean.Call(hidden), LogVariance.Call(hidden));
        var sample = mean + Torch.RandnLike(mean) * (0.5 * logVariance).Exp();
        return (Decoder.Call(sample), mean, logVariance);
    }
}
