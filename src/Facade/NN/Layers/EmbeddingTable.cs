using LibTorch.Interop;

namespace LibTorch.NN;

/// <summary>Helpers for the matrix of an embedding.</summary>
internal static class EmbeddingTable
{
    /// <summary>The padding row as a non-negative index.</summary>
    /// <exception cref="TorchException">There is no such row.</exception>
    public static long? PaddingRow(long? paddingIdx, long rows, string name) => paddingIdx switch
    {
        > 0 when paddingIdx >= rows => throw new TorchException($"{name} must be within num_embeddings"),
        < 0 when paddingIdx < -rows => throw new TorchException($"{name} must be within num_embeddings"),
        < 0 => rows + paddingIdx,
        _ => paddingIdx,
    };

    /// <summary>Draws new random values for the rows; the padding row becomes zeros.</summary>
    public static void Reset(Parameter weight, long? paddingRow)
    {
        Init.Normal_(weight);
        if (paddingRow is { } row)
        {
            using var mode = Torch.NoGrad();
            weight[row].Fill_(0);
        }
    }

    /// <summary>A parameter that shares the memory of a given matrix.</summary>
    /// <exception cref="TorchException">It is not a matrix, or its dtype has no gradients.</exception>
    public static Parameter Given(Tensor embeddings, bool freeze)
    {
        // PyTorch 1 first makes it a parameter that requires a gradient, which fails for integers.
        if (LibraryCalls.IsAtLeast(2, 0))
        {
            return new Parameter(embeddings, requiresGrad: !freeze);
        }

        var weight = new Parameter(embeddings);
        weight.RequiresGrad_(!freeze);
        return weight;
    }

    /// <summary>The rows and columns of a matrix.</summary>
    /// <exception cref="TorchException">It is not a matrix.</exception>
    public static (long Rows, long Columns) Sides(Tensor embeddings)
    {
        ArgumentNullException.ThrowIfNull(embeddings);
        return embeddings.NDim == 2 ? (embeddings.Shape[0], embeddings.Shape[1]) : throw new TorchException("Embeddings parameter is expected to be 2-dimensional");
    }
}
