using System.Collections.ObjectModel;

namespace LibTorch;

/// <summary>Strides that print as Python's tuple.</summary>
internal sealed class StrideList(long[] strides) : ReadOnlyCollection<long>(strides)
{
    /// <summary>The tuple's text, such as (3, 1).</summary>
    public override string ToString() => PythonText.Tuple([.. this]);
}
