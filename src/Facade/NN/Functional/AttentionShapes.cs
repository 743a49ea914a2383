namespace LibTorch.NN;

/// <summary>Checks the shapes of multi-head attention's arguments.</summary>
internal static class AttentionShapes
{
    /// <summary>Whether there is a batch dimension; all arguments have to agree on that.</summary>
    public static bool RequireDimensions(Tensor query, Tensor key, Tensor value, Tensor? keyPaddingMask, Tensor? attnMask, long heads)
    {
        var (batched, kind, dimensions) = query.NDim switch
        {
            3 => (true, "batched (3-D)", 3),
            2 => (false, "unbatched (2-D)", 2),
            _ => throw new TorchException($"query should be unbatched 2D or batched 3D tensor but received {query.NDim}-D query tensor"),
        };
        Require(
            key.NDim == dimensions && value.NDim == dimensions,
            $"For {kind} `query`, expected `key` and `value` to be {dimensions}-D but found {key.NDim}-D and {value.NDim}-D tensors respectively");
        Require(
            keyPaddingMask is null || keyPaddingMask.NDim == dimensions - 1,
            $"For {kind} `query`, expected `key_padding_mask` to be `None` or {dimensions - 1}-D but found {keyPaddingMask?.NDim}-D tensor instead");
        if (attnMask is null)
        {
            return batched;
        }

        Require(
            attnMask.NDim is 2 or 3,
            $"For {kind} `query`, expected `attn_mask` to be `None`, 2-D or 3-D but found {attnMask.NDim}-D tensor instead");
        if (!batched && attnMask.NDim == 3)
        {
            long[] expected = [heads, query.Shape[0], key.Shape[0]];
            Require(
                attnMask.Shape.SequenceEqual(expected),
                $"Expected `attn_mask` shape to be {PythonText.Tuple(expected)} but got {attnMask.Shape}");
        }

        return batched;
    }

    public static void RequireHeads(long width, long expected, long heads)
    {
        Require(width == expected, $"was expecting embedding dimension of {expected}, but got {width}");
        ArgumentOutOfRangeException.ThrowIfZero(heads);
        Require(width / heads * heads == width, $"embed_dim {width} not divisible by num_heads {heads}");
    }

    public static void RequireSources(Tensor key, Tensor value, bool separate)
    {
        if (separate)
        {
            Size keys = [key.Shape[0], key.Shape[1]], values = [value.Shape[0], value.Shape[1]];
            Require(keys == values, $"key's sequence and batch dims {keys} do not match value's {values}");
        }
        else
        {
            Require(key.Shape == value.Shape, $"key shape {key.Shape} does not match value shape {value.Shape}");
        }
    }

    public static void RequireNoStatic(Tensor? staticKey, Tensor? staticValue)
    {
        Require(staticKey is null, "bias cannot be added to static key.");
        Require(staticValue is null, "bias cannot be added to static value.");
    }

    public static void RequireNoBias(Tensor? biasKey, Tensor? biasValue)
    {
        Require(biasKey is null, "bias_k is set but bias_v is None");
        Require(biasValue is null, "bias_v is set but bias_k is None");
    }

    /// <summary>Checks the shape of a tensor that is given instead of a projection, and returns it; null if none is given.</summary>
    public static Tensor? RequireStatic(Tensor? given, string name, long heads, long width)
    {
        if (given is not null)
        {
            Require(given.Shape[0] == heads, $"expecting {name}.size(0) of {heads}, but got {given.Shape[0]}");
            Require(given.Shape[2] == width, $"expecting {name}.size(2) of {width}, but got {given.Shape[2]}");
        }

        return given;
    }

    private static void Require(bool condition, string message)
    {
        if (!condition)
        {
            throw new TorchException(message);
        }
    }
}
