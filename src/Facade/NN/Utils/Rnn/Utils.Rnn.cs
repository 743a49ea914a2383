using LibTorch.Interop;

namespace LibTorch.NN;

/// <summary>Helpers for modules and their parameters; <c>torch.nn.utils</c>.</summary>
public static partial class Utils
{
    /// <summary>Sequences of different lengths; <c>torch.nn.utils.rnn</c>.</summary>
    public static class Rnn
    {
        /// <summary>Packs sequences that were padded to one length; <c>torch.nn.utils.rnn.pack_padded_sequence</c>.</summary>
        /// <param name="input">The sequences, [longest, batch, ...], or [batch, longest, ...] where the batch comes first.</param>
        /// <param name="lengths">The length of each sequence, on the CPU.</param>
        /// <param name="batchFirst">Whether the batch is the first dimension.</param>
        /// <param name="enforceSorted">Whether the sequences have to be sorted by length, the longest first; if false, they are sorted
        /// here.</param>
        /// <exception cref="TorchException">A length is not positive or too long, there is not one for each sequence, or they are not in order.</exception>
        public static PackedSequence PackPaddedSequence(Tensor input, Tensor lengths, bool batchFirst = false, bool enforceSorted = true)
        {
            ArgumentNullException.ThrowIfNull(input);
            ArgumentNullException.ThrowIfNull(lengths);
            lengths = lengths.To(DType.Int64);
            Tensor? order = null;
            if (!enforceSorted)
            {
                (lengths, order) = lengths.Sort(descending: true);
                order = order.To(input.Device);
                input = input.IndexSelect(batchFirst ? 0 : 1, order);
            }

            var (data, batchSizes) = Torch._PackPaddedSequence(input, lengths, batchFirst);
            return new PackedSequence(data, batchSizes, order);
        }

        /// <inheritdoc cref="PackPaddedSequence(Tensor, Tensor, bool, bool)"/>
        public static PackedSequence PackPaddedSequence(Tensor input, IntList lengths, bool batchFirst = false, bool enforceSorted = true) =>
            PackPaddedSequence(input, Lengths(lengths.Repeated(1)), batchFirst, enforceSorted);

        /// <summary>Pads packed sequences to one length; <c>torch.nn.utils.rnn.pad_packed_sequence</c>.</summary>
        /// <param name="sequence">The sequences.</param>
        /// <param name="batchFirst">Whether the batch is to be the first dimension.</param>
        /// <param name="paddingValue">The value of the padding.</param>
        /// <param name="totalLength">The length to pad to; the longest sequence's unless given.</param>
        /// <returns>The sequences, [longest, batch, ...] or [batch, longest, ...], and the length of each.</returns>
        /// <exception cref="TorchValueException">A sequence is longer than the length to pad to.</exception>
        public static (Tensor Sequences, Tensor Lengths) PadPackedSequence(
            PackedSequence sequence, bool batchFirst = false, double paddingValue = 0, long? totalLength = null)
        {
            ArgumentNullException.ThrowIfNull(sequence);
            var longest = sequence.BatchSizes.Shape[0];
            if (totalLength < longest)
            {
                throw new TorchValueException(
                    $"Expected total_length to be at least the length of the longest sequence in input, but got total_length={totalLength} and max sequence length being {longest}");
            }

            var (padded, lengths) = Torch._PadPackedSequence(sequence.Data, sequence.BatchSizes, batchFirst, paddingValue, totalLength ?? longest);
            return sequence.UnsortedIndices is { } order ? (padded.IndexSelect(batchFirst ? 0 : 1, order), lengths[order.Cpu()]) : (padded, lengths);
        }

        /// <summary>Pads sequences to the length of the longest; <c>torch.nn.utils.rnn.pad_sequence</c>.</summary>
        /// <param name="sequences">The sequences, each [length, ...].</param>
        /// <param name="batchFirst">Whether the batch is to be the first dimension.</param>
        /// <param name="paddingValue">The value of the padding.</param>
        /// <param name="paddingSide">The side of the padding, <c>right</c> or <c>left</c>; libtorch supports <c>left</c> since 2.5.</param>
        /// <returns>[longest, batch, ...] or [batch, longest, ...].</returns>
        /// <exception cref="TorchException">There are no sequences, or their other extents differ.</exception>
        public static Tensor PadSequence(IEnumerable<Tensor> sequences, bool batchFirst = false, double paddingValue = 0, string paddingSide = "right") =>
            Torch.PadSequence(sequences, batchFirst, paddingValue, paddingSide);

        /// <summary>
        /// Removes the padding; <c>torch.nn.utils.rnn.unpad_sequence</c>. Python also transposes the given tensor in place; here it stays
        /// unchanged.
        /// </summary>
        /// <param name="paddedSequences">The sequences, [longest, batch, ...], or [batch, longest, ...] where the batch comes first.</param>
        /// <param name="lengths">The length of each.</param>
        /// <param name="batchFirst">Whether the batch is the first dimension.</param>
        /// <returns>The sequences, each [length, ...].</returns>
        /// <exception cref="TorchValueException">There is not one length for each sequence; only libtorch 2.14's Python checks
        /// that.</exception>
        public static IReadOnlyList<Tensor> UnpadSequence(Tensor paddedSequences, Tensor lengths, bool batchFirst = false)
        {
            ArgumentNullException.ThrowIfNull(paddedSequences);
            ArgumentNullException.ThrowIfNull(lengths);
            var padded = batchFirst ? paddedSequences : paddedSequences.Transpose(0, 1);
            var place = Torch.Arange(padded.Shape[1], device: LibraryCalls.IsAtLeast(2, 6) ? (Device?)lengths.Device : null);
            var (sequences, ends) = (padded.Unbind(0), lengths.Unbind(0));
            if (sequences.Length != ends.Length && LibraryCalls.IsAtLeast(2, 14))
            {
                throw new TorchValueException($"zip() argument 2 is {(ends.Length < sequences.Length ? "shorter" : "longer")} than argument 1");
            }

            return [.. sequences.Zip(ends, (sequence, end) => sequence[place < end])];
        }

        /// <summary>Packs sequences; <c>torch.nn.utils.rnn.pack_sequence</c>.</summary>
        /// <param name="sequences">The sequences, each [length, ...].</param>
        /// <param name="enforceSorted">Whether the sequences have to be sorted by length, the longest first; if false, they are sorted
        /// here.</param>
        /// <exception cref="TorchException">There are no sequences, their other extents differ, or they are not in order.</exception>
        public static PackedSequence PackSequence(IEnumerable<Tensor> sequences, bool enforceSorted = true)
        {
            Tensor[] all = [.. sequences];
            var lengths = Lengths([.. all.Select(sequence => sequence.Size(0))]);
            return PackPaddedSequence(PadSequence(all), lengths, enforceSorted: enforceSorted);
        }

        /// <summary>The sequences, each [length, ...], in the order in which they were packed; <c>torch.nn.utils.rnn.unpack_sequence</c>.</summary>
        public static IReadOnlyList<Tensor> UnpackSequence(PackedSequence packedSequences)
        {
            var (padded, lengths) = PadPackedSequence(packedSequences, batchFirst: true);
            return UnpadSequence(padded, lengths, batchFirst: true);
        }

        /// <summary>The permutation that undoes this one; <c>torch.nn.utils.rnn.invert_permutation</c>.</summary>
        /// <param name="permutation">Integers, [count]; null stands for none.</param>
        public static Tensor? InvertPermutation(Tensor? permutation) => permutation is null
            ? null
            : permutation.EmptyLike().Scatter_(0, permutation, Torch.Arange(permutation.Numel, device: permutation.Device));

        private static Tensor Lengths(long[] lengths) => Torch.Tensor(lengths, device: Device.Cpu);
    }
}
