namespace LibTorch;

/// <summary>torch.masked, functions whose result has the input's shape.</summary>
public abstract partial class Torch
{
    public static partial class Masked
    {
        /// <summary>The cumulative sum along a dimension; <c>torch.masked.cumsum</c>.</summary>
        /// <inheritdoc cref="Softmax"/>
        public static Tensor Cumsum(Tensor input, long dim, DType? dtype = null, Tensor? mask = null) =>
            MaskedInput.WithZeros("cumsum", input, mask).Cumsum(Along(input, dim), dtype ?? input.DType).To(dtype ?? input.DType);

        /// <summary>The cumulative product along a dimension; <c>torch.masked.cumprod</c>.</summary>
        /// <inheritdoc cref="Softmax"/>
        public static Tensor Cumprod(Tensor input, long dim, DType? dtype = null, Tensor? mask = null) =>
            MaskedInput.WithOnes("cumprod", input, mask).Cumprod(Along(input, dim), dtype ?? input.DType).To(dtype ?? input.DType);

        /// <summary>Softmax along a dimension; <c>torch.masked.softmax</c>.</summary>
        /// <param name="input">The tensor.</param>
        /// <param name="dim">The dimension.</param>
        /// <param name="dtype">The result's dtype.</param>
        /// <param name="mask">True where an element counts; without a mask all do.</param>
        /// <exception cref="TorchException">The mask or the dimension does not fit the input.</exception>
        public static Tensor Softmax(Tensor input, long dim, DType? dtype = null, Tensor? mask = null) =>
            NN.Functional.Softmax(MaskedInput.WithLowest("softmax", input, mask, "amax"), Along(input, dim), dtype ?? input.DType);

        /// <summary>The logarithm of softmax along a dimension; <c>torch.masked.log_softmax</c>.</summary>
        /// <inheritdoc cref="Softmax"/>
        public static Tensor LogSoftmax(Tensor input, long dim, DType? dtype = null, Tensor? mask = null) =>
            NN.Functional.LogSoftmax(MaskedInput.WithLowest("log_softmax", input, mask, "amax"), Along(input, dim), dtype ?? input.DType);

        /// <summary>Softmax of the negated elements; <c>torch.masked.softmin</c>.</summary>
        /// <inheritdoc cref="Softmax"/>
        public static Tensor Softmin(Tensor input, long dim, DType? dtype = null, Tensor? mask = null) =>
            NN.Functional.Softmin(MaskedInput.WithHighest("softmin", input, mask, "amin"), Along(input, dim), dtype ?? input.DType);

        /// <summary>
        /// The elements divided by the norm of order <paramref name="ord"/> along the dimension, or by <paramref name="eps"/> if that is
        /// larger; <c>torch.masked.normalize</c>.
        /// </summary>
        /// <inheritdoc cref="Softmax"/>
        public static Tensor Normalize(Tensor input, double ord, long dim, double eps = 1e-12, DType? dtype = null, Tensor? mask = null)
        {
            var masked = MaskedInput.WithZeros("normalize", input, mask);
            _ = Along(input, dim);
            var norm = Norm(input, ord, dim, keepDim: true, dtype ?? input.DType, mask);
            return Divide(masked, Maximum(norm, norm.NewFull((IntList)[], eps)));
        }

        /// <summary>The logarithm of the sum of two tensors' exponentials; <c>torch.masked.logaddexp</c>.</summary>
        /// <param name="input">One tensor.</param>
        /// <param name="other">The other.</param>
        /// <param name="dtype">The result's dtype.</param>
        /// <param name="inputMask">True where an element of <paramref name="input"/> counts.</param>
        /// <param name="otherMask">True where an element of <paramref name="other"/> counts.</param>
        /// <exception cref="TorchException">A mask does not fit its tensor.</exception>
        public static Tensor Logaddexp(Tensor input, Tensor other, DType? dtype = null, Tensor? inputMask = null, Tensor? otherMask = null)
        {
            ArgumentNullException.ThrowIfNull(input);
            ArgumentNullException.ThrowIfNull(other);
            if (input.Layout != LibTorch.Layout.Strided || other.Layout != LibTorch.Layout.Strided)
            {
                throw new TorchValueException(
                    $"masked logaddexp expects strided tensors (got {input.Layout.TorchName()} tensor for input, {other.Layout.TorchName()} for other)");
            }

            return MaskedInput.WithLowest("logsumexp", input, inputMask).Logaddexp(MaskedInput.WithLowest("logsumexp", other, otherMask)).To(dtype ?? input.DType);
        }

        private static long Along(Tensor input, long dim) => MaskedInput.Dimensions(dim, input.NDim)[0];
    }
}
