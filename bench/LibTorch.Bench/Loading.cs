using LibTorch.Utils.Data;

namespace LibTorch.Bench;

/// <summary>Batches of 64 rows from a dataset of 6,400.</summary>
internal static class Loading
{
    private const int Rows = 6400;
    private const int Batch = 64;

    /// <summary>One batch from a dataset of two tensors.</summary>
    public static Work Tensors()
    {
        var (x, y) = Data();
        return OneBatch(DataLoader.Create(TensorDataset.Create(x, y), batchSize: Batch));
    }

    /// <summary>One batch of a dataset that returns single samples.</summary>
    public static Work Samples()
    {
        var (x, y) = Data();
        return OneBatch(DataLoader.Create(new RowByRow(x, y), batchSize: Batch));
    }

    /// <summary>A whole pass with two workers, including their start and end.</summary>
    public static Work Workers()
    {
        var (x, y) = Data();
        var loader = DataLoader.Create(new RowByRow(x, y), batchSize: Batch, numWorkers: 2);
        return new(
            n =>
            {
                for (var i = 0L; i < n; i++)
                {
                    Pass(loader);
                }
            },
            () => Total(loader));
    }

    private static (Tensor X, Tensor Y) Data() => (Torch.Randn(Rows, 16), Torch.Arange(Rows));

    // When a pass ends, the next one begins, like epochs.
    private static Work OneBatch(DataLoader<(Tensor X, Tensor Y)> loader)
    {
        var batches = Endless(loader).GetEnumerator();
        return new(
            n =>
            {
                for (var i = 0L; i < n; i++)
                {
                    batches.MoveNext();
                    Dispose(batches.Current);
                }
            },
            () => Total(loader));
    }

    private static IEnumerable<(Tensor X, Tensor Y)> Endless(DataLoader<(Tensor X, Tensor Y)> loader)
    {
        while (true)
        {
            foreach (var batch in loader)
            {
                yield return batch;
            }
        }
    }

    private static void Pass(DataLoader<(Tensor X, Tensor Y)> loader)
    {
        foreach (var batch in loader)
        {
            Dispose(batch);
        }
    }

    private static double Total(DataLoader<(Tensor X, Tensor Y)> loader) => loader.Sum(batch => (double)batch.X.Sum().Item<float>() + batch.Y.Sum().Item<long>());

    private static void Dispose((Tensor X, Tensor Y) batch)
    {
        batch.X.Dispose();
        batch.Y.Dispose();
    }

    private sealed class RowByRow(Tensor x, Tensor y) : Dataset<(Tensor X, Tensor Y)>
    {
        public override long Count => Rows;

        public override (Tensor X, Tensor Y) this[long index] => (x[index], y[index]);
    }
}
