namespace LibTorch;

#pragma warning disable CA1720 // They are PyTorch's names.

/// <summary>PyTorch's second names for some dtypes.</summary>
public readonly partial record struct DType
{
    /// <summary><c>torch.half</c>: <see cref="Float16"/>.</summary>
    public static DType Half => Float16;

    /// <summary><c>torch.float</c>: <see cref="Float32"/>.</summary>
    public static DType Float => Float32;

    /// <summary><c>torch.double</c>: <see cref="Float64"/>.</summary>
    public static DType Double => Float64;

    /// <summary><c>torch.short</c>: <see cref="Int16"/>.</summary>
    public static DType Short => Int16;

    /// <summary><c>torch.int</c>: <see cref="Int32"/>.</summary>
    public static DType Int => Int32;

    /// <summary><c>torch.long</c>: <see cref="Int64"/>.</summary>
    public static DType Long => Int64;
}
