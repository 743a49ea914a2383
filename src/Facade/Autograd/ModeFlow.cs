using LibTorch.Interop;

namespace LibTorch;

/// <summary>
/// A gradient or inference mode that belongs to an asynchronous body instead of a thread. libtorch's modes are thread-local, so
/// this one is stored in the execution context: each thread that runs a part of the body is in the mode for that part.
/// </summary>
internal sealed class ModeFlow
{
    private static readonly AsyncLocal<ModeFlow?> Current = new(Changed);

    // The modes that the current execution context has put this thread into; the innermost is on top.
    [ThreadStatic]
    private static Stack<Entered>? _entered;

    private readonly ModeFlow? _outer;
    private readonly bool _inference;
    private readonly bool _enabled;
    private readonly int _depth;

    private ModeFlow(ModeFlow? outer, bool inference, bool enabled)
    {
        _outer = outer;
        _inference = inference;
        _enabled = enabled;
        _depth = outer is null ? 1 : outer._depth + 1;
    }

    /// <summary>Runs the body in the mode. When this returns at the body's first await, the caller is in its own mode again.</summary>
    public static Task<T> Run<T>(bool inference, bool enabled, Func<Task<T>> body)
    {
        ArgumentNullException.ThrowIfNull(body);

        // If libtorch cannot be loaded, fail here. The callback for a changed execution context must not throw.
        _ = GradMode.IsEnabled;
        return Started();

        // The runtime undoes changes that an async method makes to the execution context when it returns to its caller.
        async Task<T> Started()
        {
            Current.Value = new ModeFlow(Current.Value, inference, enabled);
            return await body().ConfigureAwait(false);
        }
    }

    private static void Changed(AsyncLocalValueChangedArgs<ModeFlow?> change)
    {
        var (left, reached) = (change.PreviousValue, change.CurrentValue);
        var shared = Shared(left, reached);
        for (; left != shared; left = left!._outer)
        {
            Exit();
        }

        Enter(reached, shared);
    }

    private static ModeFlow? Shared(ModeFlow? one, ModeFlow? other)
    {
        while (one != other)
        {
            if ((one?._depth ?? 0) >= (other?._depth ?? 0))
            {
                one = one?._outer;
            }
            else
            {
                other = other?._outer;
            }
        }

        return one;
    }

    // Enters the modes between the two flows, the outermost first.
    private static void Enter(ModeFlow? flow, ModeFlow? below)
    {
        if (flow != below)
        {
            Enter(flow!._outer, below);
            (_entered ??= new Stack<Entered>()).Push(new Entered(flow));
        }
    }

    private static void Exit()
    {
        if (_entered is { Count: > 0 })
        {
            _entered.Pop().Exit();
        }
    }

    private readonly struct Entered
    {
        private readonly bool _recorded = GradMode.IsEnabled;
        private readonly nint _guard;

        public Entered(ModeFlow flow)
        {
            if (flow._inference)
            {
                _guard = LibraryCalls.EnterInferenceMode(flow._enabled);
            }
            else
            {
                _ = Native.ltf_set_grad_mode(flow._enabled ? 1 : 0);
            }
        }

        public void Exit()
        {
            Native.ltf_inference_mode_exit(_guard);
            _ = Native.ltf_set_grad_mode(_recorded ? 1 : 0);
        }
    }
}
