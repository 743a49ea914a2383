namespace LibTorch.Interop;

/// <summary>How the engine is to run; the numbers are those of torch_facade.h.</summary>
[Flags]
internal enum AutogradFlags
{
    None = 0,
    RetainGraph = 1,
    CreateGraph = 2,
    AllowUnreachable = 4,
    Accumulate = 8,
}
