namespace LibTorch.NN;

/// <summary>What sees, and may replace, the output of a call.</summary>
/// <param name="Run">Is given the module, its input and its output, and gives the output to go on with.</param>
/// <param name="AlwaysCall">Whether it runs where the call fails, too.</param>
internal sealed record ForwardHook<TGiven, TOutput>(Func<Module, TGiven, TOutput, TOutput> Run, bool AlwaysCall);
