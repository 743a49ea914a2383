using LibTorch.NN;

namespace LibTorch.Bench;

/// <summary>An attention block that caches the keys and values of the tokens so far.</summary>
internal sealed partial class CachedAttention(int tokens) : Module<Tensor, int, Tensor>
{
    public const int Width = 64;
    private const int Heads = 4;
    private const int HeadWidth = Width / Heads;

    private readonly LayerNorm _norm = new(Width);
    private readonly Linear _projection = new(Width, 3 * Width);
    private readonly Linear _output = new(Width, Width);
    private readonly NN.Buffer _keys = new(Torch.Zeros(Heads, tokens, HeadWidth));
    private readonly NN.Buffer _values = new(Torch.Zeros(Heads, tokens, HeadWidth));

    public override Tensor Forward(Tensor x, int position)
    {
        var parts = _projection.Call(_norm.Call(x)).View(3, Heads, 1, HeadWidth).Unbind();
        var next = position + 1;
        _keys[.., position..next] = parts[1];
        _values[.., position..next] = parts[2];
        var scores = parts[0].Matmul(_keys[.., ..next].Transpose(1, 2)) / Math.Sqrt(HeadWidth);
        var seen = scores.Softmax(-1).Matmul(_values[.., ..next]);
        return x + _output.Call(seen.View(1, Width));
    }
}
