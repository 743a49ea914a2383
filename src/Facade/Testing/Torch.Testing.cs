namespace LibTorch;

public abstract partial class Torch
{
    /// <summary>Comparisons for tests; <c>torch.testing</c>.</summary>
    public static class Testing
    {
        /// <summary>
        /// Asserts that two objects are close: for each number, |actual - expected| is at most <paramref name="atol"/> +
        /// <paramref name="rtol"/> · |expected|; <c>torch.testing.assert_close</c>.
        /// </summary>
        /// <remarks>
        /// Supported objects are tensors; numbers and bools; arrays of numbers, which correspond to numpy's; tuples, lists and LINQ
        /// queries; dictionaries with the same keys; null. Infinite values have to be equal. Comparing a bool with a number throws a
        /// <see cref="TorchTypeException"/>; Python reports an internal error.
        /// </remarks>
        /// <param name="actual">The actual value.</param>
        /// <param name="expected">The expected value.</param>
        /// <param name="rtol">
        /// The relative tolerance. Its default depends on the dtype: 1e-3 for float16 and complex32, 1.6e-2 for bfloat16, 1.3e-6 for
        /// float32, complex64 and quantized dtypes, 1e-7 for float64 and complex128, otherwise 0. For two different dtypes, the looser
        /// default applies. C# integers count as int64, C# floating point numbers as float64.
        /// </param>
        /// <param name="atol">
        /// The absolute tolerance. Its default is 1e-5, 1e-7 for float64 and complex128, and 0 for dtypes that are not floating point. Give
        /// both tolerances or neither.
        /// </param>
        /// <param name="equalNan">Whether two NaNs are close.</param>
        /// <param name="checkDevice">Whether tensors have to be on the same device.</param>
        /// <param name="checkDType">Whether tensors have to be of the same dtype, and numbers of the same kind.</param>
        /// <param name="checkLayout">Whether tensors have to be of the same layout.</param>
        /// <param name="checkStride">Whether dense tensors have to have the same strides.</param>
        /// <param name="allowSubclasses">Whether a parameter may be compared with another tensor.</param>
        /// <param name="msg">
        /// Another message for the exception: a text, or a function of the generated message, as in <c>msg: new(generated => …)</c>.
        /// </param>
        /// <exception cref="TorchAssertionException">
        /// The objects are not close; the message tells where the greatest differences are.
        /// </exception>
        /// <exception cref="TorchValueException">Only one of the tolerances is given, or a layout cannot be compared.</exception>
        /// <exception cref="TorchTypeException">The types differ, or cannot be compared.</exception>
        public static void AssertClose(
            object? actual,
            object? expected,
            double? rtol = null,
            double? atol = null,
            bool equalNan = false,
            bool checkDevice = true,
            bool checkDType = true,
            bool checkLayout = true,
            bool checkStride = false,
            bool allowSubclasses = true,
            MismatchMessage? msg = null)
        {
            CloseOptions options = new(rtol, atol, equalNan, checkDevice, checkDType, checkLayout, checkStride, allowSubclasses);
            using var mode = NoGrad();
            using var scope = new TensorScope();
            foreach (var pair in ComparedPair.All(actual, expected, options))
            {
                if (pair.Mismatch() is { } mismatch)
                {
                    var generated = pair.Place.Said(mismatch);
                    throw new TorchAssertionException(msg?.Of(generated) ?? generated);
                }
            }
        }
    }
}
