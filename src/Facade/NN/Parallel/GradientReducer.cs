using System.Runtime.InteropServices;
using LibTorch.Distributed;
using LibTorch.Interop;

namespace LibTorch.NN.Parallel;

/// <summary>libtorch's own reducer of gradients, for one module.</summary>
internal sealed class GradientReducer : ISafeHandleOwner
{
    private const long Mebibyte = 1024 * 1024, BroadcastBytes = 250 * Mebibyte;

    private readonly ReducerHandle _handle;

    private GradientReducer(ReducerHandle handle) => _handle = handle;

    SafeHandle ISafeHandleOwner.Handle => _handle;

    /// <summary>Checks that all ranks have the same parameters, copies those of rank 0 to all ranks, and creates the reducer.</summary>
    public static GradientReducer For(
        Module module, ProcessGroup group, bool broadcastBuffers, double? bucketCapMb, bool findUnusedParameters, bool gradientAsBucketView, bool staticGraph)
    {
        var owners = Owners(module);
        Tensor[] parameters = [.. owners.Select(owner => owner.Parameter)];
        ReducerCalls.Verify(group, parameters);
        BroadcastState(module, group, broadcastBuffers, 0);

        // Before 2.6, the first bucket is small even if a size is given.
        var uneven = bucketCapMb is null || !LibraryCalls.IsAtLeast(2, 6);
        var bytes = (long)((bucketCapMb ?? 25) * Mebibyte);
        return new(ReducerCalls.Create(group, parameters, [.. owners.Select(owner => owner.IsSparse ? 1 : 0)], new ReducerOptions
        {
            BucketBytes = bytes,
            FirstBucketBytes = uneven ? Mebibyte : bytes,
            FindsUnusedParameters = findUnusedParameters ? 1 : 0,
            GradientsAreViews = gradientAsBucketView ? 1 : 0,
            IsStaticGraph = staticGraph ? 1 : 0,
            HasUnevenFirst = uneven ? 1 : 0,
        }));
    }

    /// <summary>Copies the parameters of one rank to all ranks, and its buffers.</summary>
    public static void BroadcastState(Module module, ProcessGroup group, bool broadcastBuffers, int root)
    {
        // Python 1.13 always sends the buffers; Python 2 only if each pass sends them as well.
        var buffers = broadcastBuffers || !LibraryCalls.IsAtLeast(2, 0) ? module.Buffers() : [];
        Broadcast([.. module.Parameters(), .. buffers], group, root);
    }

    /// <summary>Copies the tensors of one rank to all ranks, in place.</summary>
    public static void Broadcast(Tensor[] tensors, ProcessGroup group, int root)
    {
        using var mode = Torch.NoGrad();
        ReducerCalls.Broadcast(group, Array.ConvertAll(tensors, tensor => tensor.Detach()), BroadcastBytes, root);
    }

    public void Compress(ProcessGroup group, DType dtype) => ReducerCalls.Compress(this, group, (int)dtype.ScalarType);

    public void Hook(Func<GradBucket, Task<Tensor>> hook) => ReducerCalls.Hook(this, new BucketHook(hook));

    public void Expect(Work work, bool byAll) => ReducerCalls.Expect(this, work, byAll);

    public void Join(ProcessGroup group, bool findsUnused) => ReducerCalls.Join(this, group, findsUnused);

    public void PrepareForForward() => ReducerCalls.PrepareForForward(this);

    public void RebuildBuckets() => ReducerCalls.RebuildBuckets(this);

    public void PrepareForBackward(Tensor[] outputs) => ReducerCalls.PrepareForBackward(this, outputs);

    public void DelayAllReduce() => ReducerCalls.DelayAllReduce(this);

    // The parameters that require a gradient, each once, in the order of the modules.
    private static List<(Parameter Parameter, bool IsSparse)> Owners(Module module)
    {
        HashSet<Parameter> seen = [];
        return [.. from part in module.Modules
                   from own in part.NamedParameters(recurse: false)
                   where own.Parameter.RequiresGrad && seen.Add(own.Parameter)
                   select (own.Parameter, part is Embedding { Sparse: true } or EmbeddingBag { Sparse: true })];
    }
}
