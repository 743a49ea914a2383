namespace LibTorch;

/// <summary>
/// A function to be transformed, on arguments of any structure. It returns its output and an auxiliary result (null for none).
/// </summary>
internal delegate (object? Output, object? Aux) Body(object?[] arguments);
