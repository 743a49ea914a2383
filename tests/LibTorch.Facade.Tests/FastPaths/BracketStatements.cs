namespace LibTorch.Tests.FastPaths;

/// <summary>Views by brackets, and writing to them.</summary>
internal static class BracketStatements
{
    /// <summary>What gives a view.</summary>
    public static readonly Statement[] Views =
    [
        Get("[0]", x => x[0]),
        Get("[^1]", x => x[^1]),
        Get("[..]", x => x[..]),
        Get("[1..]", x => x[1..]),
        Get("[.., ..]", x => x[.., ..]),
        Get("[.., 0]", x => x[.., 0]),
        Get("[.., 1..]", x => x[.., 1..]),
        Get("[0, ..2]", x => x[0, ..2]),
        Get("[.., .., 0]", x => x[.., .., 0]),
        Get("[...]", x => x[TensorIndex.Ellipsis]),
        Get("[..., 0]", x => x[TensorIndex.Ellipsis, 0]),
        Get("[0, ..., None]", x => x[0, TensorIndex.Ellipsis, TensorIndex.NewAxis]),
        Get("[None]", x => x[TensorIndex.NewAxis]),
        Get("[::2, 0]", x => x[TensorIndex.Slice(step: 2), 0]),
    ];

    /// <summary>What writes to one.</summary>
    public static readonly Statement[] Assignments =
    [
        Set("[0] = 0.5", (x, _) => x[0] = 0.5),
        Set("[.., 1..] = 2", (x, _) => x[.., 1..] = 2),
        Set("[..] = `S`", (x, value) => x[..] = value),
        Set("[...] = `S`", (x, value) => x[TensorIndex.Ellipsis] = value),
        Set("[0] = `S`[0]", (x, value) => x[0] = value[0]),
        Set("[.., 0] = `S`[.., ^1]", (x, value) => x[.., 0] = value[.., ^1]),
        Set("[^1] += `S`[0]", (x, value) => x[^1] += value[0]),
    ];

    private static Statement Get(string brackets, Func<Tensor, Tensor> get) =>
        new($"`R` = `X`{brackets}", (machine, step) => machine.Take(step, get(machine.Slots[step.X])));

    private static Statement Set(string assignment, Action<Tensor, Tensor> set) =>
        new($"`X`{assignment}", (machine, step) => set(machine.Slots[step.X], machine.Alike(step)));
}
