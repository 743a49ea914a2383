namespace LibTorch;

/// <summary><c>x[…]</c> and <c>x[…] = v</c>.</summary>
public sealed partial class Tensor
{
    /// <summary>A view of what stands at this position of the first dimension; negative ones count from the end; <c>x[0]</c>.</summary>
    /// <exception cref="TorchIndexException">The position is out of range, or there is no dimension.</exception>
    [System.Runtime.CompilerServices.IndexerName("Elements")]
    public Tensor this[long position]
    {
        get
        {
            try
            {
                return Select(0, position);
            }
            catch (TorchIndexException)
            {
                // Not there: this says so in Python's words.
                return Chosen([position]);
            }
        }

        set => this[(TensorIndex)position] = value;
    }

    /// <summary>A view of the chosen elements, or a copy when a tensor takes part in the choice; <c>x[0, 1:3]</c>.</summary>
    /// <exception cref="TorchIndexException">A position is out of range, or there are more items than dimensions.</exception>
    [System.Runtime.CompilerServices.IndexerName("Elements")]
    public Tensor this[params ReadOnlySpan<TensorIndex> indices]
    {
        get => indices is [{ Kind: TensorIndexKind.Integer } position] ? this[position.Start!.Value] : Chosen(indices);

        set
        {
            ArgumentNullException.ThrowIfNull(value);
            using var view = View(indices, out var positions);
            if (positions.Count == 0)
            {
                Assign(view, value);
            }
            else
            {
                view.IndexPut_(positions.ToArray(), value.Device == view.Device ? value : value.To(view.Device, value.DType));
            }
        }
    }

    private Tensor Chosen(ReadOnlySpan<TensorIndex> indices)
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

    // Applies integers, slices and new axes one by one; tensors are gathered for one index call.
    private Tensor View(ReadOnlySpan<TensorIndex> indices, out List<Tensor?> positions)
    {
        positions = [];
        var named = Named(indices);

        // One integer or slice alone is checked by its own operator, with its own words.
        var alone = indices.Length == 1 && indices[0].Kind is (TensorIndexKind.Integer or TensorIndexKind.Slice);
        if (named > NDim && !alone)
        {
            throw new TorchIndexException($"too many indices for tensor of dimension {NDim}");
        }

        var view = this;
        var rest = NDim - named;
        long dim = 0;
        for (var item = 0; item < indices.Length; item++)
        {
            var index = indices[item];
            var previous = view;
            switch (index.Kind)
            {
                case TensorIndexKind.Integer:
                    view = SelectChecked(view, dim, index.Start!.Value, item);
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
                    view = index.Kind == TensorIndexKind.Bool ? view.Unsqueeze(dim) : view;
                    var chosen = index.Tensor ?? Torch.Tensor([index.Start == 1], device: LibTorch.Device.Cpu);
                    Place(positions, (int)dim, chosen);
                    dim += index.Tensor is { } given ? Spanned(given) : 1;
                    break;
            }

            if (!ReferenceEquals(previous, this) && !ReferenceEquals(previous, view))
            {
                previous.Dispose();
            }
        }

        return ReferenceEquals(view, this) ? Alias() : view;
    }

    private static int Named(ReadOnlySpan<TensorIndex> indices)
    {
        var (named, ellipses) = (0, 0);
        foreach (var index in indices)
        {
            named += index.Kind switch
            {
                TensorIndexKind.Integer or TensorIndexKind.Slice => 1,
                TensorIndexKind.Tensor => Spanned(index.Tensor!),
                _ => 0,
            };
            ellipses += index.Kind == TensorIndexKind.Ellipsis ? 1 : 0;
        }

        return ellipses <= 1 ? named : throw new TorchIndexException("an index can only have a single ellipsis ('...')");
    }

    // A mask stands for as many dimensions as it has, positions for one.
    private static int Spanned(Tensor chosen) => chosen.DType is var dtype && (dtype == DType.Bool || dtype == DType.UInt8) ? chosen.NDim : 1;

    // Python's message counts the items between the brackets, not the dimensions of the view so far.
    private static Tensor SelectChecked(Tensor view, long dim, long position, int item)
    {
        if (dim == 0 && view.NDim == 0)
        {
            throw new TorchIndexException("invalid index of a 0-dim tensor. Use `tensor.item()` in Python or `tensor.item<T>()` in C++ to convert a 0-dim tensor to a number");
        }

        var extent = view.Shape[(int)dim];
        if (position < -extent || position >= extent)
        {
            throw new TorchIndexException($"index {position} is out of bounds for dimension {item} with size {extent}");
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

    // As Python does: one number fills, and any other value may have extra leading dimensions of extent 1.
    private static void Assign(Tensor view, Tensor value)
    {
        var (shape, wanted) = (value.Shape, view.Shape);
        if (shape == wanted)
        {
            view.Copy_(value);
        }
        else if (shape.Count == 0)
        {
            view.Fill_(value);
        }
        else
        {
            var extra = 0;
            while (extra < shape.Count && shape[extra] == 1)
            {
                extra++;
            }

            using var trimmed = value.View(((ReadOnlySpan<long>)shape)[extra..]);
            using var expanded = trimmed.Expand(wanted);
            view.Copy_(expanded);
        }
    }
}
