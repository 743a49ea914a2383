namespace LibTorch.NN;

/// <summary>The block of elements that share one scale in a low-precision matrix; <c>torch.nn.functional.ScalingType</c>.</summary>
public enum ScalingType
{
    /// <summary>The whole matrix.</summary>
    TensorWise = 0,

    /// <summary>A row.</summary>
    RowWise = 1,

    /// <summary>16 neighbours in a row.</summary>
    BlockWise1x16 = 2,

    /// <summary>32 neighbours in a row.</summary>
    BlockWise1x32 = 3,

    /// <summary>128 neighbours in a row.</summary>
    BlockWise1x128 = 4,

    /// <summary>A square of 128 by 128.</summary>
    BlockWise128x128 = 5,
}
