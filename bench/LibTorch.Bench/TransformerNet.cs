using LibTorch.NN;

namespace LibTorch.Bench;

/// <summary>Two transformer encoder layers, without dropout.</summary>
internal sealed partial class TransformerNet(int symbols, int length) : Module<Tensor, Tensor>
{
    private readonly Embedding _embedding = new(symbols, 64);
    private readonly Parameter _position = new(0.02 * Torch.Randn(length, 64));
    private readonly TransformerEncoder _encoder =
        new(new TransformerEncoderLayer(64, nhead: 4, dimFeedforward: 128, dropout: 0, batchFirst: true), numLayers: 2);

    private readonly Linear _head = new(64, symbols);

    public override Tensor Forward(Tensor text) => _head.Call(_encoder.Call(_embedding.Call(text) + _position));
}
