using LibTorch.NN;

namespace LibTorch.Bench;

/// <summary>Two layers of LSTM.</summary>
internal sealed partial class LstmNet(int symbols) : Module<Tensor, Tensor>
{
    private readonly Embedding _embedding = new(symbols, 32);
    private readonly LSTM _lstm = new(32, 64, numLayers: 2, batchFirst: true);
    private readonly Linear _head = new(64, symbols);

    public override Tensor Forward(Tensor text)
    {
        var (output, _) = _lstm.Call(_embedding.Call(text));
        return _head.Call(output);
    }
}
