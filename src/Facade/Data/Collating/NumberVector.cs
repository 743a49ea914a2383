namespace LibTorch.Utils.Data;

/// <summary>Combines numbers into a vector of their dtype.</summary>
internal sealed class NumberVector<T> : TensorBatches<T>
    where T : unmanaged
{
    public override Tensor Collate(IReadOnlyList<T> samples)
    {
        _ = samples.AtPlace(0);
        return Torch.Tensor(samples as T[] ?? [.. samples]);
    }
}
