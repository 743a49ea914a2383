using LibTorch.Interop;

namespace LibTorch.NN;

/// <summary>
/// A tensor that is a member of modules: a <see cref="Parameter"/> or a <see cref="Buffer"/>. Another tensor can stand in
/// for it, so that a module computes with other values without knowing: whoever uses this object uses that tensor then.
/// </summary>
public abstract class MemberTensor : Tensor, ITensorOwner
{
    private StandIn? _standIn;

    private protected MemberTensor(TensorHandle handle)
        : base(handle)
    {
    }

    /// <summary>What is used in its place, if anything. Calls that run keep the tensor that they began with.</summary>
    internal StandIn? StandIn
    {
        get => Volatile.Read(ref _standIn);
        set
        {
            Volatile.Write(ref _standIn, value);
            NoteExchange();
        }
    }

    nint IHandleOwner.Acquire(out IHandleOwner holder) =>
        StandIn is { } other ? ((IHandleOwner)other.Current).Acquire(out holder) : AcquireOwn(out holder);

    TensorMark ITensorOwner.Mark => StandIn is { } other ? ((ITensorOwner)other.Current).Mark : OwnMark;

    private protected sealed override bool HasTensor => StandIn is not null || base.HasTensor;

    /// <summary>The text of the tensor that is used.</summary>
    public override string ToString() => StandIn is { } other ? other.Current.ToString() : base.ToString();

    /// <summary>The memory of a tensor, for as long as a module lives.</summary>
    private protected static TensorHandle Values(Tensor data)
    {
        ArgumentNullException.ThrowIfNull(data);

        // The module may be made in a scope.
        using var outside = new OutsideFrames();
        return TensorCalls.VariableData(data);
    }
}
