using LibTorch.NN;

namespace LibTorch.Bench;

/// <summary>Small networks that read sequences of symbols and guess a symbol at each place.</summary>
internal static class Sequences
{
    private const int Length = 32;
    private const int Symbols = 64;

    public static Work Lstm() => Work(batch: 16, () => new LstmNet());

    public static Work Transformer() => Work(batch: 8, () => new TransformerNet());

    // The numbers are drawn before the network is made, as making C++'s draws more than the others'.
    private static Work Work(int batch, Func<Module<Tensor, Tensor>> make)
    {
        var (symbols, labels) = (Torch.Randint(0, Symbols, [batch, Length]), Torch.Randint(0, Symbols, [batch, Length]));
        var net = make();
        return TrainingLoop.Adam(net, () => Functional.CrossEntropy(net.Call(symbols).Flatten(0, 1), labels.Flatten()));
    }

    internal sealed partial class LstmNet : Module<Tensor, Tensor>
    {
        private readonly Embedding _embedding = new(Symbols, 32);
        private readonly LSTM _lstm = new(32, 64, numLayers: 2, batchFirst: true);
        private readonly Linear _head = new(64, Symbols);

        public override Tensor Forward(Tensor symbols)
        {
            var (output, _) = _lstm.Call(_embedding.Call(symbols));
            return _head.Call(output);
        }
    }

    internal sealed partial class TransformerNet : Module<Tensor, Tensor>
    {
        private readonly Embedding _embedding = new(Symbols, 64);
        private readonly Parameter _position = new(0.02 * Torch.Randn(Length, 64));
        private readonly TransformerEncoder _encoder =
            new(new TransformerEncoderLayer(64, nhead: 4, dimFeedforward: 128, dropout: 0, batchFirst: true), numLayers: 2);

        private readonly Linear _head = new(64, Symbols);

        public override Tensor Forward(Tensor symbols) => _head.Call(_encoder.Call(_embedding.Call(symbols) + _position));
    }
}
