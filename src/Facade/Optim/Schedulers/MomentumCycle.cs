using System.Collections;
using LibTorch.Interop;

namespace LibTorch.Optim;

/// <summary>The momentum, which <see cref="CyclicLR"/> and <see cref="OneCycleLR"/> move opposite to the learning rates.</summary>
internal static class MomentumCycle
{
    /// <summary>The message of older versions for a list that does not have one value for each group.</summary>
    public static string CountRefusal(string name) => $"expected {{0}} values for {name}, got {{1}}";

    /// <summary>Whether the optimizer's momentum is the first of its betas (beta1).</summary>
    /// <exception cref="TorchValueException">The optimizer has no momentum.</exception>
    public static bool UsesBeta(Optimizer optimizer, bool takesBeta)
    {
        var usesBeta = takesBeta && optimizer.Defaults.ContainsKey("betas");
        return usesBeta || optimizer.Defaults.ContainsKey("momentum")
            ? usesBeta
            : throw new TorchValueException($"optimizer must support momentum {(LibraryCalls.IsAtLeast(2, 0) ? "or beta1 " : "")}with `cycle_momentum` option enabled");
    }

    /// <summary>Sets the initial momentum of each group, and stores the bounds in the group.</summary>
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
