namespace LibTorch.Interop;

/// <summary>Boolean properties of a tensor; the numbers are those of torch_facade.h.</summary>
[Flags]
internal enum TensorFlags
{
    RequiresGrad = 1,
    Leaf = 2,
    Contiguous = 4,
    Inference = 8,
    Conj = 16,
    Neg = 32,
    RetainsGrad = 64,
    View = 128,
    Wrapped = 256,
    Nested = 512,
    Named = 1024,
}
