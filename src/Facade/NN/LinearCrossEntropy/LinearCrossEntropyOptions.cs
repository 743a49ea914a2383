using System.Globalization;

namespace LibTorch.NN;

/// <summary>
/// Options for <see cref="Functional.LinearCrossEntropy"/> to compute its batch chunk by chunk, so that the logits of the whole batch never
/// exist at once; <c>torch.nn.LinearCrossEntropyOptions</c>. They also work where the running PyTorch has none.
/// </summary>
/// <remarks>
/// They save memory where there are many more classes than features, and at least as many rows as features. The results differ from the
/// computation at once only by rounding, because sums are accumulated in another order.
/// </remarks>
public sealed record LinearCrossEntropyOptions
{
    private const string Auto = "auto";
    private const string AspectRatio = "aspect_ratio";

    /// <param name="allowRetainGraph">Whether <see cref="Tensor.Backward"/> may be called twice, which takes the gradients' memory a second
    /// time; if false, the gradients are computed with the loss and consumed by the first call. It has no effect with the reduction
    /// <c>none</c>.</param>
    /// <param name="batchChunkSize">The number of rows in a chunk, without <paramref name="chunkingMethod"/>.</param>
    /// <param name="chunkingMethod">
    /// How the number of rows is chosen: <c>aspect_ratio</c> for logits as large as the input, <c>aspect_ratio:N</c> for the Nth part of
    /// that; <c>auto</c> for the first, but limited to a size that saves memory; null for <paramref name="batchChunkSize"/>, or all rows at
    /// once without it.
    /// </param>
    /// <param name="accPolicy">For float16 and bfloat16, how much is computed in <paramref name="accDtype"/>: <c>accurate</c> for more,
    /// <c>compact</c> for less, or <c>auto</c>, which is accurate on the CPU.</param>
    /// <param name="accDtype">The dtype of sums: that of the input, or float32 for float16 and bfloat16, which is the default with
    /// <c>auto</c> on devices that support it.</param>
    /// <exception cref="TorchValueException">An argument has an invalid value.</exception>
    public LinearCrossEntropyOptions(
        bool allowRetainGraph = false, long? batchChunkSize = null, string? chunkingMethod = Auto, string accPolicy = Auto, DType? accDtype = null)
    {
        if (accPolicy is not (Auto or "accurate" or "compact"))
        {
            throw new TorchValueException($"invalid acc_policy: {PythonText.Quoted(accPolicy)}; expected one of 'auto', 'accurate', 'compact'");
        }

        if (chunkingMethod is not (null or Auto) && Factor(chunkingMethod) is null)
        {
            throw new TorchValueException($"invalid chunking_method: {PythonText.Quoted(chunkingMethod)}");
        }

        if (batchChunkSize <= 0)
        {
            throw new TorchValueException($"batch_chunk_size must be positive int or None, got {batchChunkSize}");
        }

        if (accDtype is { } sums)
        {
            RequireSums(sums);
        }

        (AllowRetainGraph, BatchChunkSize, ChunkingMethod, AccPolicy, AccDType) = (allowRetainGraph, batchChunkSize, chunkingMethod, accPolicy, accDtype);
    }

    /// <summary>Whether the backward pass may be run twice.</summary>
    public bool AllowRetainGraph { get; }

    /// <summary>The number of rows in a chunk, if given.</summary>
    public long? BatchChunkSize { get; }

    /// <summary>How the number of rows is chosen, unless given.</summary>
    public string? ChunkingMethod { get; }

    /// <summary>How much is computed in <see cref="AccDType"/>.</summary>
    public string AccPolicy { get; }

    /// <summary>The dtype of sums, if it was given.</summary>
    public DType? AccDType { get; }

    /// <summary>Python's repr of the options.</summary>
    public override string ToString() =>
        $"LinearCrossEntropyOptions(allow_retain_graph={SettingText.Of(AllowRetainGraph)}, batch_chunk_size={SettingText.Of(BatchChunkSize)}, "
        + $"chunking_method={(ChunkingMethod is null ? "None" : PythonText.Quoted(ChunkingMethod))}, acc_policy={PythonText.Quoted(AccPolicy)}, acc_dtype={AccDType?.ToString() ?? "None"})";

    /// <summary>The plan for an input of (batch, features).</summary>
    /// <exception cref="TorchValueException">The chunking method gives another size than the one that was given.</exception>
    internal ChunkPlan Plan(Tensor input, long classes, bool hasProbabilities)
    {
        var (batch, features, dtype) = (input.Shape[0], input.Shape[1], input.DType);
        var isNarrow = dtype.ScalarType is ScalarType.Float16 or ScalarType.BFloat16;
        var isCompact = AccPolicy == "compact" || (AccPolicy == Auto && !(isNarrow && input.Device.Type == DeviceType.Cpu));
        var sums = AccDType ?? (AccPolicy == Auto && isNarrow && MixesDtypes(input) ? DType.Float32 : dtype);
        RequireSums(sums);
        return new(Math.Max(1, Size(batch, features, classes, isCompact, hasProbabilities)), isCompact, sums);
    }

    private static void RequireSums(DType dtype)
    {
        if (dtype.ScalarType is not (ScalarType.Float16 or ScalarType.BFloat16 or ScalarType.Float32 or ScalarType.Float64))
        {
            throw new TorchValueException(
                $"acc_dtype must be one of {{None, torch.float16, torch.bfloat16, torch.float32, torch.float64}}, got {dtype}. Pass acc_dtype=None to let the op pick automatically.");
        }
    }

    private long Size(long batch, long features, long classes, bool isCompact, bool hasProbabilities)
    {
        var isAuto = ChunkingMethod == Auto;
        if (ChunkingMethod is null || (isAuto && BatchChunkSize is not null))
        {
            return Math.Min(BatchChunkSize ?? batch, batch);
        }

        var rows = Upwards(batch, Upwards(classes, features));
        var size = Math.Min(PowerFrom(rows) / (isAuto ? 1 : Factor(ChunkingMethod)!.Value), batch);
        if (isAuto && isCompact)
        {
            // Limited to the size at which chunks take as much memory as the computation without chunks.
            var most = hasProbabilities ? batch / 2 : batch * classes / (4 * features);
            size = Math.Max(1, Math.Min(size, most >= 1 ? 1L << System.Numerics.BitOperations.Log2((ulong)most) : 1));
        }

        return BatchChunkSize is { } said && said != size
            ? throw new TorchValueException(
                $"batch_chunk_size (={said}) and chunking_method ('{ChunkingMethod}') give different chunk sizes ({said} vs {size}); pass only one.")
            : size;
    }

    // The N of aspect_ratio:N, or 1 for aspect_ratio; null for any other text.
    private static long? Factor(string method)
    {
        var parts = method.Split(':', 2);
        return parts[0] != AspectRatio ? null
            : parts.Length == 1 ? 1
            : long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var factor) && factor > 0 ? factor : null;
    }

    // Whether the device can multiply in the narrow dtype and accumulate in float32: the CPU and newer GPUs.
    private static bool MixesDtypes(Tensor input) => input.Device.Type switch
    {
        DeviceType.Cpu => true,
        DeviceType.Cuda => Torch.Cuda.GetDeviceCapability(input.Device).Major >= (input.DType == DType.BFloat16 ? 8 : 7),
        _ => false,
    };

    private static long Upwards(long number, long divisor) => (number + divisor - 1) / divisor;

    private static long PowerFrom(long number) => (long)System.Numerics.BitOperations.RoundUpToPowerOf2((ulong)Math.Max(1, number));
}
