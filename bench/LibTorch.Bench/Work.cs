namespace LibTorch.Bench;

/// <summary>
/// What one row measures: a loop of so many operations, and a number that comes out of the same work,
/// to be compared with what the other languages get.
/// </summary>
internal sealed record Work(Action<long> Loop, Func<double> Result);
