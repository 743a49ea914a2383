namespace LibTorch;

public abstract partial class Torch
{
    private static PrintOptions _printOptions = PrintOptions.Default;

    /// <summary>How tensors are printed at present.</summary>
    public static PrintOptions GetPrintOptions() => Volatile.Read(ref _printOptions);

    /// <summary>
    /// Changes how tensors are printed, for the whole process; <c>torch.set_printoptions</c>. A profile (default, short, full) comes first,
    /// what is left out stays as it was, except <paramref name="sciMode"/>: left out, the values decide again, as in Python.
    /// </summary>
    /// <exception cref="ArgumentException">No profile has this name.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A negative number, or a threshold that is not a number.</exception>
    public static void SetPrintOptions(
        int? precision = null,
        double? threshold = null,
        int? edgeItems = null,
        int? lineWidth = null,
        string? profile = null,
        bool? sciMode = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(precision ?? 0, nameof(precision));
        ArgumentOutOfRangeException.ThrowIfNegative(edgeItems ?? 0, nameof(edgeItems));
        ArgumentOutOfRangeException.ThrowIfEqual(threshold ?? 0, double.NaN, nameof(threshold));
        var named = profile is null ? null : PrintOptions.FromProfile(profile);
        PrintOptions before;
        PrintOptions after;
        do
        {
            before = Volatile.Read(ref _printOptions);
            var start = named ?? before;
            after = new PrintOptions
            {
                Precision = precision ?? start.Precision,
                Threshold = threshold ?? start.Threshold,
                EdgeItems = edgeItems ?? start.EdgeItems,
                LineWidth = lineWidth ?? start.LineWidth,
                SciMode = sciMode,
            };
        }
        while (Interlocked.CompareExchange(ref _printOptions, after, before) != before);
    }
}
