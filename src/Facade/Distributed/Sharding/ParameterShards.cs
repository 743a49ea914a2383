using LibTorch.Optim;

namespace LibTorch.Distributed;

/// <summary>
/// Which rank updates which parameters. Within each group the largest parameters come first, and each goes to the rank that has the fewest
/// elements so far, so that Python ranks divide them in the same way.
/// </summary>
internal sealed class ParameterShards(int ranks)
{
    private readonly long[] _elements = new long[ranks];

    // For each group the parameters of each rank.
    private readonly List<List<Tensor>[]> _groups = [];

    /// <summary>The number of ranks.</summary>
    public int Ranks => _elements.Length;

    /// <summary>Divides another group. The earlier ones stay as they are.</summary>
    public void Add(ParamGroup group)
    {
        List<Tensor>[] parts = [.. _elements.Select(_ => new List<Tensor>())];

        // Parameters of one size keep their order, and of several ranks with equally few elements the first is taken, as in Python.
        foreach (var parameter in group.Params.OrderByDescending(parameter => parameter.Numel))
        {
            var rank = Array.IndexOf(_elements, _elements.Min());
            parts[rank].Add(parameter);
            _elements[rank] += parameter.Numel;
        }

        _groups.Add(parts);
    }

    /// <summary>A rank's parameters of each group.</summary>
    public IEnumerable<List<Tensor>> Of(int rank) => _groups.Select(parts => parts[rank]);
}
