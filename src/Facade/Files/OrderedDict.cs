using LibTorch.Optim;

namespace LibTorch;

/// <summary>
/// A <c>collections.OrderedDict</c> from a Python file that is not a state dict. It has keys of any type, and attributes.
/// </summary>
public sealed class OrderedDict : OrderedDictionary<object, object?>
{
    /// <summary>The attributes of Python's object, such as a state dict's <c>_metadata</c>.</summary>
    public StateDictionary Attributes { get; } = [];
}
