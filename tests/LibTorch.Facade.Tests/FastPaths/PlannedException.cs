namespace LibTorch.Tests.FastPaths;

/// <summary>What a random program throws on purpose, out of all callbacks.</summary>
internal sealed class PlannedException(int step) : Exception($"thrown by step {step}");
