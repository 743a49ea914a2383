using LibTorch.Optim;

namespace LibTorch;

/// <summary>A dictionary of a file that Python knows as a <c>collections.OrderedDict</c> and that is no state dict: keys of any type, and attributes.</summary>
public sealed class OrderedDict : OrderedDictionary<object, object?>
{
    /// <summary>What Python keeps beside the entries, such as a state dict's <c>_metadata</c>.</summary>
    public StateDictionary Attributes { get; } = [];
}
