namespace LibTorch.Optim;

/// <summary>A parameter that a step updates, its gradient, and its state.</summary>
internal readonly record struct ParameterUpdate(Tensor Parameter, Tensor Gradient, StateDictionary State);
