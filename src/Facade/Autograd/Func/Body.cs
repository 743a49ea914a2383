namespace LibTorch;

/// <summary>A function to be transformed, on arguments of any structure: its output, and what else it gives (null for nothing).</summary>
internal delegate (object? Output, object? Aux) Body(object?[] arguments);
