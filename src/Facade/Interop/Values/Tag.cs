namespace LibTorch.Interop;

/// <summary>What a <see cref="Value"/> holds; the numbers are those of ltf_tag.</summary>
internal enum Tag
{
    Default,
    None,
    Tensor,
    Int,
    Double,
    Bool,
    Complex,
    String,
    Device,
    IntList,
    DoubleList,
    BoolList,
    TensorList,
    List,
    Generator,
    Argument,
    Object,
    DType,
    Layout,
    MemoryFormat,
    QScheme,
    Tuple,
    Dict,
    UInt,
}
