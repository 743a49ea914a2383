namespace LibTorch;

/// <summary><c>x[…]</c> and <c>x[…] = v</c>.</summary>
public sealed partial class Tensor
{
    /// <summary>A view of the chosen elements, or a copy when a tensor takes part in the choice; <c>x[0, 1:3]</c>.</summary>
    /// <exception cref="TorchIndexException">A position is out of range, or there are more items than dimensions.</exception>
    [System.Runtime.CompilerServices.IndexerName("Elements")]
    public Tensor this[params ReadOnlySpan<TensorIndex> indices]
    {
        get
        {
            var view = View(indices, out var positions);
            if (positions.Count == 0)
            {
                return view;
            }

            using (view)
            {
                return view.Index(positions.ToArray());
            }
        }

        set
        {
            ArgumentNullException.ThrowIfNull(value);
            using var view = View(indices, out var positions);
            if (positions.Count == 0)
            {
                view.Copy_(Trimmed(value, view));
            }
            else
            {
                view.IndexPut_(positions.ToArray(), value.Device == view.Device ? value : value.To(view.Device, value.DType));
            }
        }
    }

    // Applies integers, slices and new axes one by one; tensors are gathered for one index call.
    private Tensor View(ReadOnlySpan<TensorIndex> indices, out List<Tensor?> positions)
    {
        positions = [];
        var named = Named(indices);
        if (named > NDim)
        {
            throw new TorchIndexException($"too many indices for tensor of dimension {NDim}");
        }

        var view = Alias();
        var rest = NDim - named;
        long dim = 0;
        foreach (var index in indices)
        {
            var previous = view;
            switch (index.Kind)
            {
                case TensorIndexKind.Integer:
                    view = SelectChecked(view, dim, index.Start!.Value);
                    break;
                case TensorIndexKind.Slice:
                    view = view.Slice(dim++, index.Start, index.Stop, index.Step);
                    break;
                case TensorIndexKind.Ellipsis:
                    dim += rest;
                    continue;
                case TensorIndexKind.NewAxis:
                    view = view.Unsqueeze(dim++);
                    break;
                default:
                    view = index.Kind == TensorIndexKind.Bool ? view.Unsqueeze(dim) : view.Alias();
                    var chosen = index.Tensor ?? Torch.Tensor([index.Start == 1]);
                    Place(positions, (int)dim, chosen);
                    dim += index.Tensor is { } mask && mask.DType is var d && (d == DType.Bool || d == DType.UInt8) ? mask.NDim : 1;
                    break;
            }

            previous.Dispose();
        }

        return view;
    }

    private static int Named(ReadOnlySpan<TensorIndex> indices)
    {
        var (named, ellipses) = (0, 0);
        foreach (var index in indices)
        {
            named += index.Kind switch
            {
                TensorIndexKind.Integer or TensorIndexKind.Slice => 1,
                TensorIndexKind.Tensor when index.Tensor!.DType == DType.Bool || index.Tensor.DType == DType.UInt8 => index.Tensor.NDim,
                TensorIndexKind.Tensor => 1,
                _ => 0,
            };
            ellipses += index.Kind == TensorIndexKind.Ellipsis ? 1 : 0;
        }

        return ellipses <= 1 ? named : throw new TorchIndexException("an index can only have a single ellipsis ('...')");
    }

    private static Tensor SelectChecked(Tensor view, long dim, long position)
    {
        if (dim == 0 && view.NDim == 0)
        {
            throw new TorchIndexException("invalid index of a 0-dim tensor. Use `tensor.item()` in Python or `tensor.item<T>()` in C++ to convert a 0-dim tensor to a number");
        }

        var extent = view.Shape[(int)dim];
        if (position < -extent || position >= extent)
        {
            throw new TorchIndexException($"index {position} is out of bounds for dimension {dim} with size {extent}");
        }

        return view.Select(dim, position);
    }

    private static void Place(List<Tensor?> positions, int dim, Tensor chosen)
    {
        while (positions.Count <= dim)
        {
            positions.Add(null);
        }

        positions[dim] = chosen;
    }

    // Python lets a value have extra leading dimensions of extent 1.
    private static Tensor Trimmed(Tensor value, Tensor view)
    {
        var shape = value.Shape;
        var extra = 0;
        while (shape.Count - extra > view.NDim && shape[extra] == 1)
        {
            extra++;
        }

        return extra == 0 ? value : value.Reshape(((ReadOnlySpan<long>)shape)[extra..]);
    }
}
