namespace LibTorch;

/// <summary>What was just differentiated, which decides the words of strict mode.</summary>
internal enum Stage
{
    Back,
    BackTrick,
    DoubleBack,
    DoubleBackTrick,
}
