using LibTorch.Interop;

namespace LibTorch;

/// <summary>
/// What the thread that starts a backward pass has around it. Where libtorch calls the application's code on another thread,
/// it is around that too: the default device, and the scope that tensors belong to.
/// </summary>
internal sealed class CallerState : ICaller
{
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private readonly Device? _device;
    private readonly TensorFrame? _frame;

    private CallerState(Device? device, TensorFrame? frame) => (_device, _frame) = (device, frame);

    /// <summary>The calling thread's; null where there is nothing around it.</summary>
    public static CallerState? Capture()
    {
        var device = DefaultDevice.Current;
        var frame = TensorPool.Current.Frame;
        return device is null && frame is null ? null : new CallerState(device, frame);
    }

    // On its own thread, what is around it is there already, and what was opened since.
    public IDisposable? Enter() => _thread == Environment.CurrentManagedThreadId ? null : new Scope(this);

    private sealed class Scope : IDisposable
    {
        private readonly CallerState _state;
        private readonly Device? _device = DefaultDevice.Current;
        private readonly TensorFrame? _frame;
        private readonly TensorFrame? _made;

        public Scope(CallerState state)
        {
            _state = state;
            DefaultDevice.Current = state._device;

            // A frame of this thread's own, as the caller's is the caller's, and other threads may be in the same pass.
            var pool = TensorPool.Current;
            _frame = pool.Frame;
            pool.Frame = _made = state._frame is null ? null : new TensorFrame(outer: null);
        }

        public void Dispose()
        {
            if (_made is not null)
            {
                _state._frame!.AddAll(_made);
            }

            TensorPool.Current.Frame = _frame;
            DefaultDevice.Current = _device;
        }
    }
}
