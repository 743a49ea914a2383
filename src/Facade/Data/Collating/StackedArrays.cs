namespace LibTorch.Utils.Data;

/// <summary>Stacks arrays of numbers, of any rank, along a new first dimension.</summary>
internal sealed class StackedArrays : TensorBatches<Array>
{
    public override Tensor Collate(IReadOnlyList<Array> samples)
    {
        _ = samples.AtPlace(0);
        var tensors = new Tensor[samples.Count];
        try
        {
            for (var i = 0; i < tensors.Length; i++)
            {
                tensors[i] = Torch.Tensor(samples[i]);
            }

            return Torch.Stack(tensors);
        }
        finally
        {
            Array.ForEach(tensors, tensor => tensor?.Dispose());
        }
    }
}
