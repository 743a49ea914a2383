namespace LibTorch;

/// <summary>Which differentiation has just run; it decides the error message of strict mode.</summary>
internal enum Stage
{
    Back,
    BackTrick,
    DoubleBack,
    DoubleBackTrick,
}
