using LibTorch.Interop;

namespace LibTorch;

/// <summary>
/// The default device and the tensor scope of the thread that starts a backward pass. libtorch runs hooks and custom
/// backward functions on its own threads; those threads get the same default device, and their tensors go into the caller's scope.
/// </summary>
internal sealed class CallerState : ICaller
{
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private readonly Device? _device;
    private readonly TensorFrame? _frame;

    private CallerState(Device? device, TensorFrame? frame) => (_device, _frame) = (device, frame);

    /// <summary>The state of the calling thread; null if it has neither a default device nor an open tensor scope.</summary>
    public static CallerState? Capture()
    {
        var device = DefaultDevice.Current;
        var frame = TensorPool.Current.Frame;
        return device is null && frame is null ? null : new CallerState(device, frame);
    }

    // On the caller's own thread there is nothing to do: the state is already in effect, with all scopes opened since.
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

            // A frame is not thread-safe, and several threads may work on the same pass. So each thread collects its tensors
            // in a frame of its own, and Dispose adds them to the caller's frame.
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
