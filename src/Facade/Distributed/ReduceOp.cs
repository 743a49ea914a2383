namespace LibTorch.Distributed;

/// <summary>How the ranks' elements become one; <c>torch.distributed.ReduceOp</c>.</summary>
public enum ReduceOp
{
    /// <summary>Their sum; <c>ReduceOp.SUM</c>.</summary>
    Sum = 0,

    /// <summary>Their mean, which not every backend has; <c>ReduceOp.AVG</c>.</summary>
    Avg = 1,

    /// <summary>Their product; <c>ReduceOp.PRODUCT</c>.</summary>
    Product = 2,

    /// <summary>The smallest; <c>ReduceOp.MIN</c>.</summary>
    Min = 3,

    /// <summary>The largest; <c>ReduceOp.MAX</c>.</summary>
    Max = 4,

    /// <summary>Bit by bit, and; <c>ReduceOp.BAND</c>.</summary>
    Band = 5,

    /// <summary>Bit by bit, or; <c>ReduceOp.BOR</c>.</summary>
    Bor = 6,

    /// <summary>Bit by bit, exclusive or; <c>ReduceOp.BXOR</c>.</summary>
    Bxor = 7,
}
