using System.Runtime.InteropServices;
using LibTorch.Interop;

namespace LibTorch.Utils.Data;

/// <summary>Stacks tensors along a new first dimension.</summary>
internal sealed class StackedTensors : TensorBatches<Tensor>
{
    public override Tensor Collate(IReadOnlyList<Tensor> samples)
    {
        // Python's loaders refuse sparse and nested tensors since 2.0; before, it depends on torch.stack whether they work.
        var first = samples.AtPlace(0);
        if (first.Layout != Layout.Strided && LibraryCalls.IsAtLeast(2, 0))
        {
            throw new TorchException("Batches of sparse tensors are not currently supported by the default collate_fn; please provide a custom collate_fn to handle them appropriately.");
        }

        if (first.IsNested && LibraryCalls.IsAtLeast(2, 0))
        {
            throw new TorchException("Batches of nested tensors are not currently supported by the default collate_fn; please provide a custom collate_fn to handle them appropriately.");
        }

        if (StackedNumbers.TryStack(samples) is { } numbers)
        {
            return numbers;
        }

        return samples switch
        {
            Tensor[] array => Torch.Stack(array),
            List<Tensor> list => Torch.Stack(CollectionsMarshal.AsSpan(list)),
            _ => Torch.Stack([.. samples]),
        };
    }
}
