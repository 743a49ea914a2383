namespace LibTorch;

/// <summary>A tensor that was neither disposed nor collected when <see cref="Torch.Memory.LivingTensors"/> was called.</summary>
/// <param name="Shape">The extent of each dimension.</param>
/// <param name="DType">The type of the elements.</param>
/// <param name="Device">The device that the elements are on.</param>
/// <param name="Bytes">The bytes of its elements; each view of a shared memory counts it.</param>
/// <param name="Origin">The program's stack frames that created it, with file and line where debugging information exists.</param>
public sealed record LivingTensor(Size Shape, DType DType, Device Device, long Bytes, string Origin);
