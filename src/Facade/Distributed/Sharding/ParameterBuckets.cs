using LibTorch.Interop;
using LibTorch.Optim;

namespace LibTorch.Distributed;

/// <summary>
/// For each device and each rank a tensor, whose parts are the rank's parameters on that device, one after the other. Parameters that do not
/// require a gradient have memory of their own, and are not sent.
/// </summary>
internal sealed class ParameterBuckets
{
    private readonly ParameterShards _shards;

    // As in Python, groups that were added later are not watched, so that all ranks of a group build their buckets at the same steps.
    private readonly List<Tensor> _watched;
    private bool[] _trained = [];
    private Tensor[][] _buckets = [];

    /// <summary>Makes all parameters parts of buckets.</summary>
    public ParameterBuckets(ParameterShards shards, IReadOnlyList<ParamGroup> groups)
    {
        _shards = shards;
        _watched = [.. groups.SelectMany(group => group.Params)];
        Build();
    }

    /// <summary>A rank's buckets, one for each device.</summary>
    public IEnumerable<Tensor> Of(int rank) => _buckets.Select(perRank => perRank[rank]);

    /// <summary>Builds the buckets again if other parameters require gradients than before.</summary>
    public void BuildIfChanged()
    {
        if (!Trained().SequenceEqual(_trained))
        {
            Build();
        }
    }

    /// <summary>Builds the buckets from the parameters' current values.</summary>
    public void Build()
    {
        // The buckets live as long as the parameters, even if a step inside a tensor scope builds them.
        using var outside = new OutsideFrames();
        using var mode = Torch.NoGrad();
        var former = _buckets;
        var all = Enumerable.Range(0, _shards.Ranks).SelectMany(rank => _shards.Of(rank).SelectMany(parameters => parameters).Select(parameter => (Rank: rank, Parameter: parameter)));
        _buckets = [.. all.GroupBy(one => one.Parameter.Device).Select(onDevice =>
        {
            var perRank = onDevice.ToLookup(one => one.Rank, one => one.Parameter);
            return Enumerable.Range(0, _shards.Ranks).Select(rank => Bucket([.. perRank[rank]], onDevice.Key)).ToArray();
        })];
        _trained = Trained();
        foreach (var bucket in former.SelectMany(perRank => perRank))
        {
            bucket.Dispose();
        }
    }

    private bool[] Trained() => [.. _watched.Select(parameter => parameter.RequiresGrad)];

    private static Tensor Bucket(List<Tensor> parameters, Device device)
    {
        foreach (var frozen in parameters.Where(parameter => !parameter.RequiresGrad))
        {
            using var data = frozen.Data;
            using var copy = data.Clone();
            frozen.Data = copy;
        }

        var trained = parameters.FindAll(parameter => parameter.RequiresGrad);
        var elements = trained.Sum(parameter => parameter.Numel);
        if (elements == 0)
        {
            // Python sends one element here.
            return Torch.Zeros([1], device: device);
        }

        var bucket = Torch.Empty([elements], dtype: trained[0].DType, device: device);
        var start = 0L;
        foreach (var parameter in trained)
        {
            using var data = parameter.Data;
            using var flat = data.Reshape(-1);
            using var part = bucket.Narrow(0, start, parameter.Numel);
            part.Copy_(flat);
            using var view = part.ViewAs(data);
            parameter.Data = view;
            start += parameter.Numel;
        }

        return bucket;
    }
}
