namespace LibTorch.NN;

/// <summary>
/// Sequences of different lengths without padding, as an input of recurrent layers; <c>torch.nn.utils.rnn.PackedSequence</c>. Created by
/// <see cref="Utils.Rnn.PackPaddedSequence(Tensor, Tensor, bool, bool)"/> or <see cref="Utils.Rnn.PackSequence"/>.
/// </summary>
public sealed class PackedSequence
{
    /// <param name="data">The elements of all sequences, [sum of the lengths, ...]: the first elements of all sequences, then the second
    /// ones, and so on; the longest sequence comes first.</param>
    /// <param name="batchSizes">The number of sequences that have an element at each position, int64, on the CPU.</param>
    /// <param name="sortedIndices">The original index of each sequence in the sorted order, if the sequences were not sorted by
    /// length.</param>
    /// <param name="unsortedIndices">The sorted position of each original sequence; unless given, the inverse of <paramref
    /// name="sortedIndices"/>.</param>
    /// <exception cref="TorchValueException">The batch sizes are not on the CPU.</exception>
    public PackedSequence(Tensor data, Tensor batchSizes, Tensor? sortedIndices = null, Tensor? unsortedIndices = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(batchSizes);
        if (!batchSizes.IsCpu)
        {
            throw new TorchValueException(
                "batch_sizes should always be on CPU. Instances of PackedSequence should never be created manually. They should be instantiated by functions like pack_sequence and pack_padded_sequences in nn.utils.rnn. https://pytorch.org/docs/stable/nn.html#torch.nn.utils.rnn.pack_sequence");
        }

        (Data, BatchSizes, SortedIndices) = (data, batchSizes, sortedIndices);
        UnsortedIndices = unsortedIndices ?? Utils.Rnn.InvertPermutation(sortedIndices);
    }

    /// <summary>The elements of all sequences, [sum of the lengths, ...].</summary>
    public Tensor Data { get; }

    /// <summary>The number of sequences that have an element at each position, int64.</summary>
    public Tensor BatchSizes { get; }

    /// <summary>The original index of each sequence in the sorted order, if the sequences were not sorted by length.</summary>
    public Tensor? SortedIndices { get; }

    /// <summary>The sorted position of each original sequence, if the sequences were not sorted by length.</summary>
    public Tensor? UnsortedIndices { get; }

    /// <summary>Whether the elements are on a CUDA device; <c>packed.is_cuda</c>.</summary>
    public bool IsCuda => Data.IsCuda;

    /// <summary>Deconstructs into the four parts, like Python's named tuple.</summary>
    public void Deconstruct(out Tensor data, out Tensor batchSizes, out Tensor? sortedIndices, out Tensor? unsortedIndices) =>
        (data, batchSizes, sortedIndices, unsortedIndices) = (Data, BatchSizes, SortedIndices, UnsortedIndices);

    /// <summary>The elements as another dtype; itself where nothing changes; <c>packed.to(dtype)</c>.</summary>
    public PackedSequence To(DType dtype, bool nonBlocking = false) => To(Data.To(dtype, nonBlocking), nonBlocking);

    /// <summary>The elements on another device; itself where nothing changes; <c>packed.to(device)</c>.</summary>
    /// <exception cref="TorchException">libtorch has no such device.</exception>
    public PackedSequence To(Device device, bool nonBlocking = false) => To(Data.To(device, nonBlocking), nonBlocking);

    /// <summary>The elements on another device as another dtype; itself where nothing changes; <c>packed.to(device, dtype)</c>.</summary>
    /// <exception cref="TorchException">libtorch has no such device.</exception>
    public PackedSequence To(Device device, DType dtype, bool nonBlocking = false) => To(Data.To(device, dtype, nonBlocking), nonBlocking);

    /// <summary>In the host's memory; <c>packed.cpu()</c>.</summary>
    public PackedSequence Cpu() => To(Device.Cpu);

    /// <summary>On a CUDA device: the current one unless a device is given; <c>packed.cuda()</c>.</summary>
    /// <exception cref="TorchException">It is another kind of device, or CUDA cannot be used.</exception>
    public PackedSequence Cuda(Device? device = null, bool nonBlocking = false) => To(Data.Cuda(device, nonBlocking), nonBlocking);

    /// <summary>The elements as float64; <c>packed.double()</c>.</summary>
    public PackedSequence Double() => To(DType.Float64);

    /// <summary>The elements as float32; <c>packed.float()</c>.</summary>
    public PackedSequence Float() => To(DType.Float32);

    /// <summary>The elements as float16; <c>packed.half()</c>.</summary>
    public PackedSequence Half() => To(DType.Float16);

    /// <summary>The elements as int64; <c>packed.long()</c>.</summary>
    public PackedSequence Long() => To(DType.Int64);

    /// <summary>The elements as int32; <c>packed.int()</c>.</summary>
    public PackedSequence Int() => To(DType.Int32);

    /// <summary>The elements as int16; <c>packed.short()</c>.</summary>
    public PackedSequence Short() => To(DType.Int16);

    /// <summary>The elements as int8; <c>packed.char()</c>.</summary>
    public PackedSequence Char() => To(DType.Int8);

    /// <summary>The elements as uint8; <c>packed.byte()</c>.</summary>
    public PackedSequence Byte() => To(DType.UInt8);

    /// <summary>In pinned host memory, from which copies to a device are faster; <c>packed.pin_memory()</c>.</summary>
    /// <exception cref="TorchException">There is no CUDA.</exception>
    public PackedSequence PinMemory() => new(Data.PinMemory(), BatchSizes, SortedIndices?.PinMemory(), UnsortedIndices?.PinMemory());

    /// <summary>Whether the elements are in pinned memory; <c>packed.is_pinned()</c>.</summary>
    public bool IsPinned() => Data.IsPinned();

    /// <summary>Python's text: the four parts by name.</summary>
    public override string ToString() =>
        $"PackedSequence(data={Data}, batch_sizes={BatchSizes}, sorted_indices={Text(SortedIndices)}, unsorted_indices={Text(UnsortedIndices)})";

    /// <summary>The same sequences with other elements.</summary>
    internal PackedSequence With(Tensor data) => new(data, BatchSizes, SortedIndices, UnsortedIndices);

    private static string Text(Tensor? indices) => indices?.ToString() ?? "None";

    private PackedSequence To(Tensor data, bool nonBlocking) => data.DType == Data.DType && data.Device == Data.Device
        ? this
        : new(data, BatchSizes, SortedIndices?.To(data.Device, nonBlocking), UnsortedIndices?.To(data.Device, nonBlocking));
}
