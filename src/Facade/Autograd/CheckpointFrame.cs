using LibTorch.Interop;

namespace LibTorch;

/// <summary>
/// One non-reentrant checkpoint. The graph saves placeholders instead of tensors; the first placeholder that the backward
/// pass unpacks makes the function run again, which computes the values of all of them.
/// </summary>
internal sealed class CheckpointFrame : IPacker
{
    private readonly Func<Tensor[], Tensor[]> _function;
    private readonly Tensor[] _inputs;
    private readonly RngSnapshot? _random;
    private readonly AutocastSnapshot _autocast = new();

    // Held while the application's function runs again. The random generators are process-wide, so two threads that
    // replayed their states at the same time would both draw wrong numbers.
    private readonly Lock _recomputing = new();

    // Weak references: a placeholder that the graph has released needs no value, and this list must not keep it alive.
    private readonly List<WeakReference<CheckpointStandIn>> _saved = [];

    public CheckpointFrame(Func<Tensor[], Tensor[]> function, Tensor[] inputs, bool preserveRngState)
    {
        _function = function;
        _inputs = Array.ConvertAll(inputs, input => input.ForLater());
        _random = preserveRngState ? RngSnapshot.Of(inputs) : null;
    }

    /// <summary>Runs the function. The graph of its results saves placeholders instead of tensors.</summary>
    public Tensor[] Run(Tensor[] inputs)
    {
        using var hooks = new SavedTensorsHooks(this);
        return _function(inputs);
    }

    public ICallback Pack(TensorHandle tensor)
    {
        using var saved = Tensor.Own(tensor)!;
        CheckpointStandIn standIn = new(this, saved);
        _saved.Add(new WeakReference<CheckpointStandIn>(standIn));
        return standIn;
    }

    /// <summary>The tensor behind a placeholder. If it is not there yet, the function runs again and fills in all placeholders.</summary>
    public Tensor ValueOf(CheckpointStandIn standIn)
    {
        lock (_recomputing)
        {
            if (standIn.Value is null)
            {
                Recompute();
            }

            return standIn.Value!;
        }
    }

    private void Recompute()
    {
        var again = new List<Tensor>();
        _ = _random is null ? RunAgain(again) : _random.Replay(() => RunAgain(again));
        if (again.Count != _saved.Count)
        {
            throw new TorchException(
                "torch.utils.checkpoint: A different number of tensors was saved during the original forward and recomputation.\n"
                + $"Number of tensors saved during forward: {_saved.Count}\nNumber of tensors saved during recomputation: {again.Count}.");
        }

        for (var i = 0; i < again.Count; i++)
        {
            if (_saved[i].TryGetTarget(out var standIn))
            {
                standIn.Fill(again[i], i);
            }
        }
    }

    private Tensor[] RunAgain(List<Tensor> saved)
    {
        using var recording = Torch.EnableGrad();
        using var hooks = Torch.Autograd.Graph.SavedTensorsHooks<int>(
            tensor =>
            {
                using (tensor)
                {
                    saved.Add(tensor.Detach());
                    return saved.Count;
                }
            },
            _ => throw new TorchException("You are calling backwards on a tensor that is never exposed."));
        return _autocast.Replay(() => _function(_inputs));
    }
}
