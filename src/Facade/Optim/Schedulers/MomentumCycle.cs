using System.Collections;
using LibTorch.Interop;

namespace LibTorch.Optim;

/// <summary>The momentum that <see cref="CyclicLR"/> and <see cref="OneCycleLR"/> move against the learning rates.</summary>
internal static class MomentumCycle
{
    /// <summary>What older versions say of a list of another length than there are groups.</summary>
    public static string CountRefusal(string name) => $"expected {{0}} values for {name}, got {{1}}";

    /// <summary>Whether it is the first factor of running averages.</summary>
    /// <exception cref="TorchValueException">The optimizer has no momentum.</exception>
    public static bool UsesBeta(Optimizer optimizer, bool takesBeta)
    {
        var usesBeta = takesBeta && optimizer.Defaults.ContainsKey("betas");
        return usesBeta || optimizer.Defaults.ContainsKey("momentum")
            ? usesBeta
            : throw new TorchValueException($"optimizer must support momentum {(LibraryCalls.IsAtLeast(2, 0) ? "or beta1 " : "")}with `cycle_momentum` option enabled");
    }

    /// <summary>Sets the first momentum of each group, and remembers the bounds there.</summary>
    public static void Begin(Optimizer optimizer, List<object?> first, (List<object?> Lower, List<object?> Upper)? bounds, bool usesBeta)
    {
        for (var i = 0; i < first.Count; i++)
        {
            var group = optimizer.ParamGroups[i];
            Set(group, first[i], usesBeta);
            if (bounds is { } both)
            {
                group["max_momentum"] = both.Upper[i];
                group["base_momentum"] = both.Lower[i];
            }
        }
    }

    /// <summary>Sets the momentum of a group.</summary>
    public static void Set(ParamGroup group, object? momentum, bool usesBeta)
    {
        if (usesBeta)
        {
            group["betas"] = new[] { momentum, ((object?[])group["betas"]!)[1] };
        }
        else
        {
            group["momentum"] = momentum;
        }
    }

    /// <summary>A list's numbers.</summary>
    public static IEnumerable<Number> Numbers(object? list) => ((IEnumerable)list!).Cast<object?>().Select(Number.Of);
}
