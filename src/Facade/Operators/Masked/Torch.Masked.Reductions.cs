using LibTorch.Interop;

namespace LibTorch;

/// <summary>torch.masked, reductions.</summary>
public abstract partial class Torch
{
    /// <summary>
    /// Functions of the elements that a mask selects; <c>torch.masked</c>. Sums, products, extremes and means also take sparse tensors,
    /// where unspecified elements do not count.
    /// </summary>
    public static partial class Masked
    {
        /// <summary>The sum; <c>torch.masked.sum</c>.</summary>
        /// <param name="input">The tensor.</param>
        /// <param name="dim">The dimensions to reduce; all unless given.</param>
        /// <param name="keepDim">Whether they stay with extent 1.</param>
        /// <param name="dtype">The result's dtype.</param>
        /// <param name="mask">True where an element counts; without a mask all do.</param>
        /// <exception cref="TorchException">The mask or the dimensions do not fit the input.</exception>
        public static Tensor Sum(Tensor input, IntList dim = default, bool keepDim = false, DType? dtype = null, Tensor? mask = null)
        {
            MaskedInput.Require("sum", input);
            var type = dtype ?? Promoted(input.DType);
            var dims = MaskedInput.Dimensions(dim, input.NDim);
            var masked = MaskedInput.WithZeros("sum", Widened(input, dtype), mask);
            return masked.Layout switch
            {
                LibTorch.Layout.Strided => masked.Sum(dims, keepDim, type),
                LibTorch.Layout.Sparse => MaskedInput.Reduced("sum", masked, dims, keepDim, type, hasMask: true),
                _ => LibTorch.SparseMask.Called("_sparse_csr_sum.dim_dtype", masked, dims, keepDim, type),
            };
        }

        /// <summary>The product; <c>torch.masked.prod</c>.</summary>
        /// <inheritdoc cref="Sum"/>
        public static Tensor Prod(Tensor input, IntList dim = default, bool keepDim = false, DType? dtype = null, Tensor? mask = null)
        {
            MaskedInput.Require("prod", input);
            var type = dtype ?? Promoted(input.DType);
            var dims = MaskedInput.Dimensions(dim, input.NDim);
            var result = MaskedInput.WithOnes("prod", Widened(input, dtype), mask);
            if (result.Layout != LibTorch.Layout.Strided)
            {
                return result.Layout == LibTorch.Layout.SparseCsr && mask is not null
                    ? LibTorch.SparseMask.Called("_sparse_csr_prod.dim_dtype", result, dims, keepDim, type)
                    : MaskedInput.Reduced("prod", result, dims, keepDim, type, mask is not null);
            }

            result = result.To(type);
            foreach (var d in Enumerable.Reverse(dims))
            {
                result = result.Prod(d, keepDim);
            }

            return result;
        }

        /// <summary>The largest element; <c>torch.masked.amax</c>.</summary>
        /// <inheritdoc cref="Sum"/>
        public static Tensor Amax(Tensor input, IntList dim = default, bool keepDim = false, DType? dtype = null, Tensor? mask = null)
        {
            var masked = MaskedInput.WithLowest("amax", input, mask);
            var dims = MaskedInput.Dimensions(dim, masked.NDim);
            return masked.Layout == LibTorch.Layout.Strided
                ? masked.Amax(dims, keepDim).To(dtype ?? input.DType)
                : MaskedInput.Reduced("amax", masked, dims, keepDim, dtype ?? input.DType, mask is not null);
        }

        /// <summary>The smallest element; <c>torch.masked.amin</c>.</summary>
        /// <inheritdoc cref="Sum"/>
        public static Tensor Amin(Tensor input, IntList dim = default, bool keepDim = false, DType? dtype = null, Tensor? mask = null)
        {
            var masked = MaskedInput.WithHighest("amin", input, mask);
            var dims = MaskedInput.Dimensions(dim, masked.NDim);
            return masked.Layout == LibTorch.Layout.Strided
                ? masked.Amin(dims, keepDim).To(dtype ?? input.DType)
                : MaskedInput.Reduced("amin", masked, dims, keepDim, dtype ?? input.DType, mask is not null);
        }

        /// <summary>Where the largest element is; <c>torch.masked.argmax</c>.</summary>
        /// <inheritdoc cref="Sum"/>
        public static Tensor Argmax(Tensor input, long? dim = null, bool keepDim = false, DType? dtype = null, Tensor? mask = null) =>
            MaskedInput.WithLowest("argmax", input, mask).Argmax(dim, keepDim).To(dtype ?? input.DType);

        /// <summary>Where the smallest element is; <c>torch.masked.argmin</c>.</summary>
        /// <inheritdoc cref="Sum"/>
        public static Tensor Argmin(Tensor input, long? dim = null, bool keepDim = false, DType? dtype = null, Tensor? mask = null) =>
            MaskedInput.WithHighest("argmin", input, mask).Argmin(dim, keepDim).To(dtype ?? input.DType);

        /// <summary>The mean, nan where no element counts; <c>torch.masked.mean</c>.</summary>
        /// <exception cref="TorchValueException">The dtype has no mean, according to the Python of libtorch 2.14.</exception>
        /// <inheritdoc cref="Sum"/>
        public static Tensor Mean(Tensor input, IntList dim = default, bool keepDim = false, DType? dtype = null, Tensor? mask = null)
        {
            MaskedInput.Require("mean", input);
            var type = dtype ?? input.DType;
            if (LibraryCalls.IsAtLeast(2, 14) && !type.IsFloatingPoint && !type.IsComplex)
            {
                throw new TorchValueException($"mean(): Could not infer output dtype. {(dtype is null ? "Input" : "Optional")} dtype must be either a floating point or complex dtype. Got: {type}");
            }

            if (input.Layout == LibTorch.Layout.SparseCsr)
            {
                // Python has no identity for the mean. Only dense dimensions would need one, so 0 is passed.
                var masked = mask is null ? input : LibTorch.SparseMask.Where(MaskedInput.Mask(input, mask), input, 0);
                return MaskedInput.Reduced("mean", masked, MaskedInput.Dimensions(dim, input.NDim), keepDim, type, mask is not null);
            }

            var whole = mask is null ? null : MaskedInput.Mask(input, mask);
            return Sum(input, dim, keepDim, type, whole) / Count(input, dim, keepDim, whole);
        }

        /// <summary>The median of a dimension; <c>torch.masked.median</c>.</summary>
        /// <exception cref="TorchValueException">The dtype is not a floating point one, and in some slice no element counts.</exception>
        /// <inheritdoc cref="Sum"/>
        public static Tensor Median(Tensor input, long dim = -1, bool keepDim = false, DType? dtype = null, Tensor? mask = null)
        {
            MaskedInput.Require("median", input);
            var along = MaskedInput.Dimensions(dim, input.NDim)[0];
            var isFloat = input.DType.IsFloatingPoint;
            var masked = MaskedInput.WithNaN("median", isFloat ? input : input.Float(), mask);
            var medians = masked.Nanmedian(along, keepDim).Values;
            return isFloat ? medians
                : !(bool)medians.Isnan().Any() ? medians.To(dtype ?? input.DType)
                : throw new TorchValueException("masked median expects no fully masked out rows if dtype is not floating point");
        }

        /// <summary>The logarithm of the sum of the elements' exponentials; <c>torch.masked.logsumexp</c>.</summary>
        /// <inheritdoc cref="Sum"/>
        public static Tensor Logsumexp(Tensor input, IntList dim = default, bool keepDim = false, DType? dtype = null, Tensor? mask = null)
        {
            ArgumentNullException.ThrowIfNull(input);
            IntList dims = MaskedInput.Dimensions(dim, input.NDim);
            return MaskedInput.WithLowest("logsumexp", input, mask).Logsumexp(dims, keepDim).To(dtype ?? input.DType);
        }

        /// <summary>The vector norm of order <paramref name="ord"/>; <c>torch.masked.norm</c>.</summary>
        /// <inheritdoc cref="Sum"/>
        public static Tensor Norm(Tensor input, double ord = 2.0, IntList dim = default, bool keepDim = false, DType? dtype = null, Tensor? mask = null)
        {
            var masked = MaskedInput.Filled("norm", input, mask, () => double.IsNegativeInfinity(ord) ? double.PositiveInfinity : 0);
            return Linalg.VectorNorm(masked, ord, MaskedInput.Dimensions(dim, input.NDim), keepDim, dtype ?? input.DType);
        }

        /// <summary>
        /// The variance, nan where no element counts; <c>torch.masked.var</c>. The sum of squares is divided by the number of elements
        /// minus <paramref name="correction"/>. Instead, <paramref name="unbiased"/> stands for a correction of 1 (true) or 0 (false).
        /// Without either, the default is that of the running version's Python: 1 since 2.0.
        /// </summary>
        /// <inheritdoc cref="Sum"/>
        /// <exception cref="ArgumentException"><paramref name="unbiased"/> and <paramref name="correction"/> are both given.</exception>
        public static Tensor Var(
            Tensor input, IntList dim = default, bool? unbiased = null, bool keepDim = false, DType? dtype = null, Tensor? mask = null, double? correction = null)
        {
            if (unbiased is not null && correction is not null)
            {
                throw new ArgumentException("Only one of unbiased and correction may be given", nameof(correction));
            }

            MaskedInput.Require("std/var", input);
            var type = dtype ?? (input.DType.IsFloatingPoint || input.DType.IsComplex ? input.DType : LibTorch.DType.Float32);
            var computed = type.IsFloatingPoint || type.IsComplex ? type : LibTorch.DType.Float32;
            var whole = mask is null ? null : MaskedInput.Mask(input, mask);
            var count = Count(input, dim, keepDim: true, whole);
            var centred = Subtract(input, Divide(Sum(input, dim, keepDim: true, type, whole), count));
            var total = Sum(centred * centred.Conj(), dim, keepDim, computed, whole);
            count = keepDim ? count : count.Reshape(total.Shape);
            var less = correction ?? ((unbiased ?? LibraryCalls.IsAtLeast(2, 0)) ? 1 : 0);
            if (less != 0)
            {
                // Before 2.0, the count stays an integer.
                count = correction is null && !LibraryCalls.IsAtLeast(2, 0) ? Subtract(count, 1) : Subtract(count.To(Real(computed)), less);
                count = Maximum(count, count.NewZeros((IntList)[]));
            }

            return Divide(total, count).To(type);
        }

        /// <summary>The standard deviation, nan where no element counts; <c>torch.masked.std</c>.</summary>
        /// <inheritdoc cref="Var"/>
        public static Tensor Std(
            Tensor input, IntList dim = default, bool? unbiased = null, bool keepDim = false, DType? dtype = null, Tensor? mask = null, double? correction = null) =>
            Var(input, dim, unbiased, keepDim, dtype, mask, correction).Sqrt();

        private static Tensor Count(Tensor input, IntList dim, bool keepDim, Tensor? mask) =>
            Sum(Ones(input.Shape, dtype: LibTorch.DType.Int64, device: input.Device), dim, keepDim, mask: mask);

        private static DType Real(DType dtype) => dtype.ScalarType switch
        {
            ScalarType.Complex32 => LibTorch.DType.Float16,
            ScalarType.Complex64 => LibTorch.DType.Float32,
            ScalarType.Complex128 => LibTorch.DType.Float64,
            _ => dtype,
        };

        // CSR tensors of small integers are converted to int64 before they are summed.
        private static Tensor Widened(Tensor input, DType? dtype) =>
            input.Layout == LibTorch.Layout.SparseCsr && dtype is null && Promoted(input.DType) != input.DType ? input.ToSparse().To(LibTorch.DType.Int64).ToSparseCsr() : input;

        // Sums of small integers are int64.
        private static DType Promoted(DType dtype) =>
            dtype.ScalarType is ScalarType.UInt8 or ScalarType.Bool or ScalarType.Int8 or ScalarType.Int16 or ScalarType.Int32 ? LibTorch.DType.Int64 : dtype;
    }
}
