using System.Runtime.CompilerServices;

namespace LibTorch.NN;

/// <summary>
/// The value of a parametrized parameter or buffer. Within a call of its module, each thread computes the value once, at its first use.
/// Outside of calls the value is cached until a tensor it depends on changes or a backward pass has used its graph. So it is always up to
/// date, and its graph can be used in a backward pass.
/// </summary>
internal sealed class ComputedValue(ParametrizationList list) : StandIn
{
    [ThreadStatic]
    private static ParametrizationList? _computing;

    private Snapshot? _last;

    public override Tensor Current => ParametrizedCall.Find(list)?.Value(this) ?? ParametrizationCache.Current?.Value(this) ?? Latest();

    public override StandIn Copied(ModuleCopy copy) => new ComputedValue(copy.Of(list));

    /// <inheritdoc cref="ParametrizationList.RightInverse"/>
    public void RightInverse(Tensor value) => list.RightInverse(value);

    /// <summary>Computes the value. It is created outside of all scopes, because it is kept for later uses.</summary>
    public Tensor Compute()
    {
        if (_computing == list)
        {
            throw new InvalidOperationException("A parametrization uses the tensor that it computes; it must use its arguments instead.");
        }

        RuntimeHelpers.EnsureSufficientExecutionStack();
        var outer = _computing;
        _computing = list;
        try
        {
            return list.Compute().ForLater();
        }
        finally
        {
            _computing = outer;
        }
    }

    private Tensor Latest()
    {
        if (Volatile.Read(ref _last) is { } last && last.IsUpToDate(list))
        {
            return last.Value;
        }

        var made = new Snapshot(list, Compute());
        Volatile.Write(ref _last, made);
        return made.Value;
    }

    private sealed class Snapshot
    {
        private readonly StrongBox<bool> _used = new();
        private readonly List<(nint Identity, long Version)>? _state;
        private readonly bool _recording = Torch.IsGradEnabled();
        private readonly bool _training;
        private readonly long _exchanges = Tensor.Exchanges;

        public Snapshot(ParametrizationList list, Tensor value)
        {
            Value = value;
            _training = list.Training;
            _state = State(list);
            if (value.RequiresGrad)
            {
                var used = _used;
                value.RegisterHook(_ => used.Value = true);
            }
        }

        public Tensor Value { get; }

        public bool IsUpToDate(ParametrizationList list) =>
            !_used.Value && _exchanges == Tensor.Exchanges && _recording == Torch.IsGradEnabled() && _training == list.Training && _state is not null && State(list) is { } now && now.SequenceEqual(_state);

        // The identities and versions of the tensors; null if changes of one of them are not counted.
        private static List<(nint, long)>? State(ParametrizationList list)
        {
            MemberTensor[] all = [.. list.Parameters(), .. list.Buffers()];
            return Array.Exists(all, tensor => tensor.IsInference)
                ? null
                : [.. all.Select(tensor => (Interop.TensorCalls.Identity(tensor), tensor.Version))];
        }
    }
}
