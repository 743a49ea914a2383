namespace LibTorch;

/// <summary>The elements that gradcheck perturbs: all of a dense tensor, the stored ones of a sparse tensor.</summary>
internal static class GradcheckEntries
{
    /// <summary>
    /// For each element: a view of it, its index (for a sparse tensor, within the stored value), and its flat index in the whole tensor.
    /// </summary>
    public static IEnumerable<(Tensor Entry, long[] Index, long Place)> Of(Tensor data) =>
        data.Layout == Layout.Sparse ? OfSparse(data) : OfDense(data).Select((pair, place) => (pair.Entry, pair.Index, (long)place));

    /// <summary>The strided tensor that holds the elements: a sparse tensor's values, or the tensor itself.</summary>
    public static Tensor Content(Tensor tensor) => tensor.Layout == Layout.Sparse ? Part(tensor, "_values") : tensor;

    /// <summary>The same sparse tensor with all its zeros stored as elements; a tensor of another layout is returned as it is.</summary>
    public static Tensor WithAllElements(Tensor tensor)
    {
        if (tensor.Layout != Layout.Sparse)
        {
            return tensor;
        }

        var shape = tensor.Shape.ToArray();
        var sparse = (int)tensor.SparseDim();
        using var positions = Torch.Ones((IntList)shape[..sparse], dtype: DType.Int8, device: Device.Cpu);
        var values = tensor.Detach().ToDense().Reshape((IntList)(long[])[positions.Numel, .. shape[sparse..]]);
        var all = Torch.SparseCooTensor(positions.Nonzero().T, values, (IntList)shape);
        return all.Coalesce().Detach().RequiresGrad_(tensor.RequiresGrad);
    }

    private static IEnumerable<(Tensor Entry, long[] Index)> OfDense(Tensor data)
    {
        var shape = data.Shape.ToArray();
        var index = new long[shape.Length];
        for (var k = 0L; k < data.Numel; k++)
        {
            var entry = data;
            foreach (var position in index)
            {
                entry = entry.Select(0, position);
            }

            yield return (entry, [.. index]);
            for (var d = shape.Length - 1; d >= 0 && ++index[d] == shape[d]; d--)
            {
                index[d] = 0;
            }
        }
    }

    private static IEnumerable<(Tensor Entry, long[] Index, long Place)> OfSparse(Tensor data)
    {
        var shape = data.Shape.ToArray();
        var places = Part(data, "_indices").T.Contiguous().ToArray<long>();
        var sparse = (int)data.SparseDim();
        var values = Part(data, "_values").Data;
        for (var n = 0; n < values.Shape[0]; n++)
        {
            foreach (var (entry, index) in OfDense(values.Select(0, n)))
            {
                var place = 0L;
                foreach (var (position, extent) in places[(n * sparse)..((n + 1) * sparse)].Concat(index).Zip(shape))
                {
                    place = place * extent + position;
                }

                yield return (entry, index, place);
            }
        }
    }

    private static Tensor Part(Tensor tensor, string name) => Torch.Ops["aten::" + name].InvokeTensor(tensor);
}
