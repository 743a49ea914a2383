using LibTorch.Interop;

namespace LibTorch.NN;

/// <summary>
/// A tensor that is a member of modules: a <see cref="Parameter"/> or a <see cref="Buffer"/>. Another tensor can stand in for it: every use
/// of this object then uses that tensor, so a module computes with other values without knowing.
/// </summary>
public abstract class MemberTensor : Tensor, ITensorOwner
{
    private StandIn? _standIn;

    private protected MemberTensor(TensorHandle handle)
        : base(handle)
    {
    }

    /// <summary>
    /// The stand-in that is used instead of this tensor, if any. Calls in progress keep the tensor with which they began.
    /// </summary>
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

    /// <summary>The text of this tensor, or of its stand-in.</summary>
    public override string ToString() => StandIn is { } other ? other.Current.ToString() : base.ToString();

    /// <summary>A handle that shares the data's memory and lives as long as the module.</summary>
    private protected static TensorHandle Values(Tensor data)
    {
        ArgumentNullException.ThrowIfNull(data);

        // The module may be created inside a scope, which must not free its tensors.
        using var outside = new OutsideFrames();
        return TensorCalls.VariableData(data);
    }
}
