// A transformer encoder learns to say which symbol of a sequence comes most often.

using LibTorch;
using LibTorch.NN;
using LibTorch.Optim;

// All of the number, where ToString shows four digits.
static string Bits(Tensor number) => $"{number.Detach().View(DType.Int32).Item<int>():x8}";

Torch.ManualSeed(5);
var sequences = Torch.Randint(0, 6, [32, 12]);
var lengths = Torch.Randint(6, 13, [32, 1]);
var padding = Torch.Arange(12) >= lengths;
sequences[padding] = 0;
var labels = Functional.OneHot(sequences, 6).Sum(dim: 1).Argmax(dim: 1);

var net = new Net(6, 32);
Console.WriteLine(net);
Console.WriteLine($"{net.Parameters().Sum(p => p.Numel)} parameters");

var optimizer = new AdamW(net.Parameters(), lr: 0.005);
for (var step = 0; step < 8; step++)
{
    var loss = Functional.CrossEntropy(net.Call(sequences, padding), labels);
    optimizer.ZeroGrad();
    loss.Backward();
    optimizer.Step();
    Console.WriteLine($"{step} {Bits(loss)}");
}

Console.WriteLine(Bits(net.Parameters().Select(p => p.Grad!.Abs().Sum()).Aggregate((a, b) => a + b)));

internal sealed partial class Positions : Module<Tensor, Tensor>
{
    private readonly LibTorch.NN.Buffer _table;

    public Positions(int width, int length)
    {
        var places = Torch.Arange(length).Unsqueeze(1);
        var rates = Torch.Exp(Torch.Arange(0, width, 2) * (-Math.Log(10000.0) / width));
        var table = Torch.Zeros(length, width);
        table[.., TensorIndex.Slice(0, step: 2)] = Torch.Sin(places * rates);
        table[.., TensorIndex.Slice(1, step: 2)] = Torch.Cos(places * rates);
        _table = new(table);
    }

    public override Tensor Forward(Tensor x) => x + _table[TensorIndex.Slice(stop: x.Shape[1])];
}

internal sealed partial class Net(int symbols, int width) : Module<Tensor, Tensor, Tensor>
{
    private readonly Embedding _embedding = new(symbols, width);
    private readonly Positions _positions = new(width, 50);
    private readonly TransformerEncoder _encoder =
        new(new TransformerEncoderLayer(width, nhead: 4, dimFeedforward: 2 * width, dropout: 0.1, batchFirst: true), numLayers: 2);

    private readonly Linear _head = new(width, symbols);

    public override Tensor Forward(Tensor sequences, Tensor padding)
    {
        var x = _positions.Call(_embedding.Call(sequences));
        return _head.Call(_encoder.Call(x, srcKeyPaddingMask: padding).Mean(dim: 1));
    }
}
