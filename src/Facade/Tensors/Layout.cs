namespace LibTorch;

/// <summary>How a tensor's elements are stored; <c>torch.layout</c>. The numbers are c10's.</summary>
public enum Layout
{
    /// <summary>Dense, with strides.</summary>
    Strided = 0,

    /// <summary>Coordinates and values.</summary>
    Sparse = 1,

    /// <summary>Compressed rows.</summary>
    SparseCsr = 2,

    /// <summary>MKL-DNN's own format.</summary>
    Mkldnn = 3,

    /// <summary>Compressed columns.</summary>
    SparseCsc = 4,

    /// <summary>Compressed rows of blocks.</summary>
    SparseBsr = 5,

    /// <summary>Compressed columns of blocks.</summary>
    SparseBsc = 6,

    /// <summary>Nested tensors with ragged dimensions.</summary>
    Jagged = 7,
}
