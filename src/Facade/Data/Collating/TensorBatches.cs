namespace LibTorch.Utils.Data;

/// <summary>Base of collate functions whose batch is a single tensor.</summary>
internal abstract class TensorBatches<TSample> : ICollate<TSample, Tensor>
{
    public abstract Tensor Collate(IReadOnlyList<TSample> samples);

    public Tensor PinMemory(Tensor batch)
    {
        using (batch)
        {
            return batch.PinMemory();
        }
    }

    public void Discard(Tensor batch) => batch.Dispose();
}
