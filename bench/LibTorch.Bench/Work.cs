namespace LibTorch.Bench;

/// <summary>
/// The work of one row: a loop of a given number of operations, and a number computed by the same work, which is compared with that of the
/// other languages.
/// </summary>
internal sealed record Work(Action<long> Loop, Func<double> Result);
