namespace LibTorch.Distributed;

/// <summary>How the corresponding elements of all ranks are combined into one; <c>torch.distributed.ReduceOp</c>.</summary>
public enum ReduceOp
{
    /// <summary>The sum; <c>ReduceOp.SUM</c>.</summary>
    Sum = 0,

    /// <summary>The mean, which not every backend supports; <c>ReduceOp.AVG</c>.</summary>
    Avg = 1,

    /// <summary>The product; <c>ReduceOp.PRODUCT</c>.</summary>
    Product = 2,

    /// <summary>The smallest; <c>ReduceOp.MIN</c>.</summary>
    Min = 3,

    /// <summary>The largest; <c>ReduceOp.MAX</c>.</summary>
    Max = 4,

    /// <summary>Bitwise and; <c>ReduceOp.BAND</c>.</summary>
    Band = 5,

    /// <summary>Bitwise or; <c>ReduceOp.BOR</c>.</summary>
    Bor = 6,

    /// <summary>Bitwise exclusive or; <c>ReduceOp.BXOR</c>.</summary>
    Bxor = 7,
}
