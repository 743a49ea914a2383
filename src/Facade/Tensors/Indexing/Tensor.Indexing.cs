using System.Runtime.CompilerServices;
using LibTorch.Interop;

namespace LibTorch;

/// <summary><c>x[…]</c> and <c>x[…] = v</c>.</summary>
public partial class Tensor
{
    /// <summary>A view of the slice at this position of the first dimension; negative positions count from the end; <c>x[0]</c>.</summary>
    /// <exception cref="TorchIndexException">The position is out of range, or there is no dimension.</exception>
    [IndexerName("Elements")]
    [OverloadResolutionPriority(1)]
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
                // The position is out of range; GetItem throws the exception with Python's message.
                return GetItem([position], isTuple: false);
            }
        }

        set => SetItem([position], isTuple: false, value);
    }

    /// <summary>The chosen elements: a view, or a copy where a list or an index tensor chooses; <c>x[1:3]</c>.</summary>
    /// <exception cref="TorchIndexException">A position is out of range, or there are more items than dimensions.</exception>
    /// <exception cref="TorchValueException">A slice's step is not positive.</exception>
    [IndexerName("Elements")]
    [OverloadResolutionPriority(1)]
    public Tensor this[TensorIndex index]
    {
        get => index.Kind switch
        {
            TensorIndexKind.Integer => this[index.Start],
            TensorIndexKind.List when IndexList.IsTuple(index.Items) => GetItem(index.Items, isTuple: true),
            _ => GetItem([index], isTuple: false),
        };

        set
        {
            var isTuple = index.Kind == TensorIndexKind.List && IndexList.IsTuple(index.Items);
            SetItem(isTuple ? index.Items : [index], isTuple, value);
        }
    }

    /// <summary>The chosen elements: a view, or a copy where a list or an index tensor chooses; <c>x[0, 1:3]</c>.</summary>
    /// <exception cref="TorchIndexException">A position is out of range, or there are more items than dimensions.</exception>
    /// <exception cref="TorchValueException">A slice's step is not positive.</exception>
    [IndexerName("Elements")]
    public Tensor this[params ReadOnlySpan<TensorIndex> indices]
    {
        get => GetItem(indices, isTuple: true);
        set => SetItem(indices, isTuple: true, value);
    }

    private Tensor GetItem(ReadOnlySpan<TensorIndex> indices, bool isTuple)
    {
        using var call = new IndexCall(this, indices.Length, isTuple);
        Write(call, indices);
        return Own(call.Get())!;
    }

    private void SetItem(ReadOnlySpan<TensorIndex> indices, bool isTuple, Tensor value)
    {
        ArgumentNullException.ThrowIfNull(value);
        using var call = new IndexCall(this, indices.Length, isTuple);
        Write(call, indices);
        if (value._handle.IsOpen || !Numbers.TryGetValue(value, out var number))
        {
            call.Set(value);
            return;
        }

        using var assigned = Own(Assigned((Scalar)number, DType))!;
        call.Set(assigned);
    }

    private void Write(IndexCall call, ReadOnlySpan<TensorIndex> indices)
    {
        for (var i = 0; i < indices.Length; i++)
        {
            ref readonly var index = ref indices[i];
            switch (index.Kind)
            {
                case TensorIndexKind.Integer:
                    call.SetPosition(i, index.Start);
                    break;
                case TensorIndexKind.PastEnd:
                    throw new TorchIndexException("index ^0 is out of bounds; the last position is ^1");
                case TensorIndexKind.Slice:
                    call.SetSlice(i, index.Start, index.Stop, index.Step);
                    break;
                case TensorIndexKind.Ellipsis:
                    call.SetEllipsis(i);
                    break;
                case TensorIndexKind.NewAxis:
                    call.SetNewAxis(i);
                    break;
                case TensorIndexKind.Bool:
                    call.SetBool(i, index.Start != 0);
                    break;
                case TensorIndexKind.Tensor:
                    call.SetTensor(i, index.Tensor!);
                    break;
                default:
                    using (var list = IndexList.Read(index.Items, Device))
                    {
                        call.SetList(i, list);
                    }

                    break;
            }
        }
    }
}
