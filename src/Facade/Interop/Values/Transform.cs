namespace LibTorch.Interop;

/// <summary>The kinds of function transforms in libtorch's stack of levels; the numbers are those of torch_facade.h.</summary>
internal enum Transform
{
    None = -1,
    Vmap = 0,
    Grad = 1,
    Jvp = 2,
}
