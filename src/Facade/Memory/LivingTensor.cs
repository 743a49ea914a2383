namespace LibTorch;

/// <summary>A tensor that was neither disposed nor collected when <see cref="Torch.Memory.LivingTensors"/> looked.</summary>
/// <param name="Shape">The extent of each dimension.</param>
/// <param name="DType">The type of the elements.</param>
/// <param name="Device">Where the elements live.</param>
/// <param name="Bytes">The bytes of its elements; views of one memory count it each.</param>
/// <param name="Origin">The program's frames that made it, with file and line where it has its debugging information.</param>
public sealed record LivingTensor(Size Shape, DType DType, Device Device, long Bytes, string Origin);
