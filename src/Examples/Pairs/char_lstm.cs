// An LSTM of two layers learns the next character of a text, and writes one.

using LibTorch;
using LibTorch.NN;
using LibTorch.Optim;

// All of the number, where ToString shows four digits.
static string Bits(Tensor number) => $"{number.Detach().View(DType.Int32).Item<int>():x8}";

var text = string.Concat(Enumerable.Repeat("the quick brown fox jumps over the lazy dog and the lazy dog sleeps on ", 6));
var alphabet = text.Distinct().Order().ToList();
var codes = Torch.Tensor([.. text.Select(c => (long)alphabet.IndexOf(c))]);

Torch.ManualSeed(3);
var net = new CharLSTM(alphabet.Count, 16);
Console.WriteLine(net);
Console.WriteLine($"{net.Parameters().Sum(p => p.Numel)} parameters");

var optimizer = new Adam(net.Parameters(), lr: 0.01);
var (inputs, targets) = (codes[..400].View(8, 50), codes[1..401].View(8, 50));
for (var step = 0; step < 10; step++)
{
    var (logits, _) = net.Call(inputs, null);
    var loss = Functional.CrossEntropy(logits.Transpose(1, 2), targets);
    optimizer.ZeroGrad();
    loss.Backward();
    optimizer.Step();
    Console.WriteLine($"{step} {Bits(loss)}");
}

Console.WriteLine(Bits(net.Parameters().Select(p => p.Grad!.Abs().Sum()).Aggregate((a, b) => a + b)));
net.Eval();
List<long> written = [alphabet.IndexOf('t')];
(Tensor, Tensor)? state = null;
using (Torch.NoGrad())
{
    for (var i = 0; i < 40; i++)
    {
        (var logits, state) = net.Call(Torch.Tensor([written[^1]]).View(1, 1), state);
        written.Add(Torch.Multinomial(logits[0, ^1].Softmax(0), 1).Item<long>());
    }
}

Console.WriteLine(string.Concat(written.Select(code => alphabet[(int)code])));

internal sealed partial class CharLSTM(int characters, int width) : Module<Tensor, (Tensor, Tensor)?, (Tensor, (Tensor, Tensor))>
{
    private readonly Embedding _embedding = new(characters, width);
    private readonly LSTM _lstm = new(width, 2 * width, numLayers: 2, batchFirst: true, dropout: 0.1);
    private readonly Linear _head = new(2 * width, characters);

    public override (Tensor, (Tensor, Tensor)) Forward(Tensor text, (Tensor, Tensor)? state)
    {
        var (output, next) = _lstm.Call(_embedding.Call(text), state);
        return (_head.Call(output), next);
    }
}
