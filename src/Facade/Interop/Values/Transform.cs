namespace LibTorch.Interop;

/// <summary>What a level of libtorch's stack of function transforms does; the numbers are those of torch_facade.h.</summary>
internal enum Transform
{
    None = -1,
    Vmap = 0,
    Grad = 1,
    Jvp = 2,
}
