namespace LibTorch.Interop;

/// <summary>The names of the statistics of libtorch's device allocator, in the order of ltf_device_memory_figures.</summary>
internal static class DeviceFigures
{
    private static readonly string[] OfPools =
    [
        "allocation", "segment", "active", "inactive_split", "allocated_bytes", "reserved_bytes", "active_bytes", "inactive_split_bytes", "requested_bytes",
    ];

    private static readonly string[] Pools = ["all", "large_pool", "small_pool"];

    private static readonly string[] Single =
    [
        "num_alloc_retries", "num_ooms", "num_sync_all_streams", "num_device_alloc", "num_device_free", "max_split_size",
    ];

    private static readonly string[] All =
    [
        .. OfPools.SelectMany(figure => Pools.SelectMany(pool => Of($"{figure}.{pool}"))),
        .. Of("oversize_allocations"),
        .. Of("oversize_segments"),
        .. Single,
    ];

    public static IReadOnlyList<string> Names => All;

    /// <summary>The values of each statistic except the single ones.</summary>
    public static IReadOnlyList<string> Kinds => ["current", "peak", "allocated", "freed"];

    public static int PlaceOf(string name) => Array.IndexOf(All, name);

    private static IEnumerable<string> Of(string figure) => Kinds.Select(kind => $"{figure}.{kind}");
}
