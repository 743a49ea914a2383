using LibTorch.Distributed;

namespace LibTorch.NN.Parallel;

/// <summary>A module whose gradients are averaged over the ranks of a group in each backward pass; <c>torch.nn.parallel.DistributedDataParallel</c>. Ranks in Python and in C# can train one model together.</summary>
/// <typeparam name="TInput">The module's input.</typeparam>
/// <typeparam name="TOutput">The module's output.</typeparam>
public sealed partial class DistributedDataParallel<TInput, TOutput> : Module<TInput, TOutput>, IGradientSync
{
    private readonly GradientReducer _reducer;
    private readonly bool _broadcastBuffers;
    private readonly bool _findUnusedParameters;
    private readonly bool _staticGraph;
    private bool _syncs = true;
    private bool _syncsBuffers = true;
    private long _passes;

    /// <summary>
    /// Copies the parameters and buffers of rank 0 to all ranks. All ranks have to call this constructor at the same time.
    /// </summary>
    /// <param name="module">The module, which still does the computation.</param>
    /// <param name="broadcastBuffers">Whether each forward pass begins by copying the buffers of rank 0. If false, on libtorch 2, each rank
    /// keeps its own buffers from the start.</param>
    /// <param name="processGroup">The ranks; null: all.</param>
    /// <param name="bucketCapMb">The size of a bucket, the gradients that are averaged at once, in mebibytes; unless given 25, and 1 for
    /// the first bucket.</param>
    /// <param name="findUnusedParameters">Whether a pass may leave some parameters unused.</param>
    /// <param name="gradientAsBucketView">Whether gradients are views of the buckets, which saves their memory.</param>
    /// <param name="staticGraph">Whether all passes use the same parameters.</param>
    /// <exception cref="TorchException">No parameter needs a gradient, or the ranks' modules differ.</exception>
    /// <exception cref="InvalidOperationException">There is no default group.</exception>
    /// <exception cref="TorchDistException">Another rank is gone, or did not come within the timeout.</exception>
    public DistributedDataParallel(
        Module<TInput, TOutput> module, bool broadcastBuffers = true, ProcessGroup? processGroup = null, double? bucketCapMb = null,
        bool findUnusedParameters = false, bool gradientAsBucketView = false, bool staticGraph = false)
    {
        ArgumentNullException.ThrowIfNull(module);
        if (!module.Parameters().Any(parameter => parameter.RequiresGrad))
        {
            throw new TorchException("DistributedDataParallel is not needed when a module doesn't have any parameter that requires a gradient.");
        }

        Module = module;
        ProcessGroup = processGroup ?? Torch.Distributed.WorldGroup;
        (_broadcastBuffers, _findUnusedParameters, _staticGraph) = (broadcastBuffers, findUnusedParameters, staticGraph);
        _reducer = GradientReducer.For(module, ProcessGroup, broadcastBuffers, bucketCapMb, findUnusedParameters, gradientAsBucketView, staticGraph);
    }

    /// <summary>The wrapped module; <c>ddp.module</c>.</summary>
    public Module<TInput, TOutput> Module { get; }

    /// <summary>The ranks; <c>ddp.process_group</c>.</summary>
    public ProcessGroup ProcessGroup { get; }

    bool IGradientSync.Syncs
    {
        get => _syncs;
        set => _syncs = value;
    }

    /// <summary>
    /// Begins a block in which gradients accumulate without being averaged; the first pass after the block averages the accumulated
    /// gradients; <c>ddp.no_sync</c>.
    /// </summary>
    public NoSyncGuard NoSync() => new(this);

    /// <summary>
    /// Sets another way to average gradients, once and before the first pass; <c>ddp.register_comm_hook</c>. All ranks have to do the same.
    /// </summary>
    /// <param name="hook">One of the hooks of <c>torch.distributed.algorithms.ddp_comm_hooks.default_hooks</c>.</param>
    /// <exception cref="TorchException">There is a hook already.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such hook.</exception>
    public void RegisterCommHook(CommHook hook)
    {
        var dtype = hook switch
        {
            CommHook.Fp16Compress => DType.Float16,
            _ => throw new ArgumentOutOfRangeException(nameof(hook), hook, "There is no such hook."),
        };
        _reducer.Compress(ProcessGroup, dtype);
    }

    /// <summary>
    /// Sets a function that averages gradients, once and before the first pass; <c>ddp.register_comm_hook</c>. All ranks have to do the
    /// same.
    /// </summary>
    /// <param name="hook">Called with each bucket of gradients when it is ready, on the thread of the backward pass; its task returns the
    /// averaged gradients, a tensor of the buffer's shape and dtype. The pass computes further gradients while tasks run, and ends when all
    /// tasks have completed. <c>Backward</c> throws the hook's exceptions.</param>
    /// <exception cref="TorchException">There is a hook already.</exception>
    /// <example><code>
    /// ddp.RegisterCommHook(async bucket =>
    /// {
    ///     await Torch.Distributed.AllReduceAsync(bucket.Buffer);
    ///     return bucket.Buffer.Div_(Torch.Distributed.GetWorldSize());
    /// });
    /// </code></example>
    public void RegisterCommHook(Func<GradBucket, Task<Tensor>> hook)
    {
        ArgumentNullException.ThrowIfNull(hook);
        _reducer.Hook(hook);
    }

    /// <inheritdoc/>
    /// <exception cref="TorchException">Some parameters got no gradient in the previous pass.</exception>
    /// <exception cref="TorchDistException">Another rank is gone, or did not come within the timeout.</exception>
    public override TOutput Forward(TInput input)
    {
        var learns = Torch.IsGradEnabled() && _syncs;
        if (learns)
        {
            _passes++;
            _reducer.PrepareForForward();
        }

        _unevenInputs?.BeginPass(_reducer);
        if (Torch.IsGradEnabled())
        {
            _reducer.RebuildBuckets();
        }

        SyncBuffers(isJoined: false);
        _unevenInputs?.AnnounceSync(_syncs);

        var output = Module.Call(input);
        _syncsBuffers = learns;
        if (learns)
        {
            _reducer.PrepareForBackward(_findUnusedParameters && !_staticGraph ? [.. Tensors(output)] : []);
        }

        var firstStatic = _staticGraph && _passes == 1;
        if ((_findUnusedParameters && !_staticGraph) || firstStatic)
        {
            output = OutputParts.Change(output, parts => Reduced(parts, firstStatic));
        }

        // The reducer's hooks end with this object, so it has to live as long as a graph that leads to the parameters.
        foreach (var tensor in Tensors(output).Where(tensor => tensor.RequiresGrad))
        {
            tensor.RegisterHook(_ => GC.KeepAlive(this));
        }

        return output;
    }

    private static List<Tensor> Tensors(TOutput output)
    {
        List<Tensor> found = [];
        OutputParts.Change(output, parts => Collect(parts, found));
        return found;
    }

    private static object?[] Collect(object?[] parts, List<Tensor> found)
    {
        foreach (var part in parts)
        {
            if (part is Tensor tensor)
            {
                found.Add(tensor);
            }
            else if (part is not null)
            {
                OutputParts.Change(part, inner => ReferenceEquals(inner[0], part) ? inner : Collect(inner, found));
            }
        }

        return parts;
    }

    private object?[] Reduced(object?[] parts, bool delays)
    {
        Tensor[] given = [.. parts.OfType<Tensor>().Where(tensor => tensor.GradFn is not null)];
        if (given.Length == 0)
        {
            return parts;
        }

        Queue<Tensor> made = new(new ReducedOutputs(_reducer, delays).Apply(given));
        return Array.ConvertAll(parts, part => part is Tensor { GradFn: not null } ? made.Dequeue() : part);
    }
}
