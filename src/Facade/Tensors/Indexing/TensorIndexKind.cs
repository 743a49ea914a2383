namespace LibTorch;

/// <summary>Which kind of item a <see cref="TensorIndex"/> is.</summary>
internal enum TensorIndexKind
{
    // A default TensorIndex takes the whole dimension.
    Slice,
    Integer,
    PastEnd,
    Ellipsis,
    NewAxis,
    Bool,
    Tensor,
    List,
}
