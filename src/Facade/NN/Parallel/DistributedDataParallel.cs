using LibTorch.Distributed;

namespace LibTorch.NN.Parallel;

/// <summary>A module whose gradients are averaged over the ranks of a group in each backward pass; <c>torch.nn.parallel.DistributedDataParallel</c>. Ranks in Python and in C# can train one model together.</summary>
/// <typeparam name="TInput">What the module is given.</typeparam>
/// <typeparam name="TOutput">What the module gives.</typeparam>
public sealed partial class DistributedDataParallel<TInput, TOutput> : Module<TInput, TOutput>, IGradientSync
{
    private readonly GradientReducer _reducer;
    private readonly bool _broadcastBuffers;
    private readonly bool _findUnusedParameters;
    private readonly bool _staticGraph;
    private bool _syncs = true;
    private bool _syncsBuffers = true;
    private long _passes;

    /// <summary>Gives all ranks the parameters and buffers of rank 0. All ranks have to make it at the same time.</summary>
    /// <param name="module">The module, which goes on to be the one that computes.</param>
    /// <param name="broadcastBuffers">Whether each forward pass begins with the buffers of rank 0. Without it, on libtorch 2, the ranks' buffers stay their own from the start.</param>
    /// <param name="processGroup">The ranks; null: all.</param>
    /// <param name="bucketCapMb">How many mebibytes of gradients are averaged at once; 25, but 1 for the first.</param>
    /// <param name="findUnusedParameters">Whether a pass may leave parameters out.</param>
    /// <param name="gradientAsBucketView">Whether gradients are views of what is averaged, which saves their memory.</param>
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

    /// <summary>The module itself; <c>ddp.module</c>.</summary>
    public Module<TInput, TOutput> Module { get; }

    /// <summary>The ranks; <c>ddp.process_group</c>.</summary>
    public ProcessGroup ProcessGroup { get; }

    bool IGradientSync.Syncs
    {
        get => _syncs;
        set => _syncs = value;
    }

    /// <summary>Begins a block in which gradients add up without being averaged; the first pass after it averages them all; <c>ddp.no_sync</c>.</summary>
    public NoSyncGuard NoSync() => new(this);

    /// <summary>Has gradients be averaged in another way, once and before the first pass; <c>ddp.register_comm_hook</c>. All ranks have to do so.</summary>
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

    /// <summary>Has a function average gradients, once and before the first pass; <c>ddp.register_comm_hook</c>. All ranks have to do so.</summary>
    /// <param name="hook">Is given the gradients bucket by bucket, on the thread of the backward pass, in the order in which they are ready; its task gives what they are to be: a tensor of the buffer's shape and dtype. While a task goes on, the pass computes the next gradients; the pass ends when all tasks have. What a hook throws comes out of <c>Backward</c>.</param>
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
    /// <exception cref="TorchException">Some parameters got no gradient in the pass before.</exception>
    /// <exception cref="TorchDistException">Another rank is gone, or did not come within the timeout.</exception>
    public override TOutput Forward(TInput input)
    {
        var learns = Torch.IsGradEnabled() && _syncs;
        if (learns)
        {
            _passes++;
            _reducer.PrepareForForward();
        }

        _joining?.Begin(_reducer);
        if (Torch.IsGradEnabled())
        {
            _reducer.RebuildBuckets();
        }

        SyncBuffers(isJoined: false);
        _joining?.Tell(_syncs);

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

        // Its hooks end with it: it has to live as long as a graph that leads to the parameters.
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
