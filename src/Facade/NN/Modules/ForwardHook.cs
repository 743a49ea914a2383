namespace LibTorch.NN;

/// <summary>A hook that sees, and may replace, the output of a call.</summary>
/// <param name="Run">Takes the module, its input and its output, and returns the output to use.</param>
/// <param name="AlwaysCall">Whether it also runs when the call fails.</param>
internal sealed record ForwardHook<TGiven, TOutput>(Func<Module, TGiven, TOutput, TOutput> Run, bool AlwaysCall);
