namespace LibTorch.Bench;

/// <summary>Attention of each token to the previous ones, token by token.</summary>
internal static class Decoding
{
    private const int Tokens = 64;

    public static Work Attention()
    {
        var start = Torch.Randn(1, CachedAttention.Width);
        var block = new CachedAttention(Tokens);
        return new(
            n =>
            {
                for (var i = 0L; i < n; i++)
                {
                    using var scope = new TensorScope();
                    _ = Decoded(block, start);
                }
            },
            () => Decoded(block, start).Sum().Item<float>());
    }

    private static Tensor Decoded(CachedAttention block, Tensor start)
    {
        using var mode = Torch.InferenceMode();
        var x = start;
        for (var position = 0; position < Tokens; position++)
        {
            x = block.Call(x, position);
        }

        return x;
    }
}
