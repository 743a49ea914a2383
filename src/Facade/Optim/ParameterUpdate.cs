namespace LibTorch.Optim;

/// <summary>A parameter that a step changes, its gradient, and what is kept for it.</summary>
internal readonly record struct ParameterUpdate(Tensor Parameter, Tensor Gradient, StateDictionary State);
