namespace LibTorch;

public abstract partial class Torch
{
    /// <summary>Comparisons for tests; <c>torch.testing</c>.</summary>
    public static class Testing
    {
        /// <summary>
        /// Makes sure that two things are close: for each number that |actual - expected| is at most <paramref name="atol"/> + <paramref name="rtol"/> · |expected|;
        /// <c>torch.testing.assert_close</c>.
        /// </summary>
        /// <remarks>
        /// Things are tensors; numbers and truth values; arrays of numbers, which stand for numpy's; tuples, lists and queries; dictionaries with the same keys; null. Infinite values have to be the same.
        /// Python reports a truth value beside a number as an internal error; here it is a <see cref="TorchTypeException"/>.
        /// </remarks>
        /// <param name="actual">What there is.</param>
        /// <param name="expected">What there should be.</param>
        /// <param name="rtol">How far a number may be off, relative to the expected one. Without it, what the dtype has: 1e-3 for float16 and complex32, 1.6e-2 for bfloat16, 1.3e-6 for float32, complex64 and quantized ones, 1e-7 for float64 and complex128, else 0. Where two dtypes meet, the looser one counts. C#'s integers are int64, its floating point numbers float64.</param>
        /// <param name="atol">How far it may be off besides: 1e-5 without it, 1e-7 for float64 and complex128, 0 for other than floating point. Both are given or neither.</param>
        /// <param name="equalNan">Whether two NaNs are close.</param>
        /// <param name="checkDevice">Whether tensors have to be on the same device.</param>
        /// <param name="checkDType">Whether they have to be of the same dtype, and numbers of the same kind.</param>
        /// <param name="checkLayout">Whether tensors have to be of the same layout.</param>
        /// <param name="checkStride">Whether dense tensors have to have the same strides.</param>
        /// <param name="allowSubclasses">Whether a parameter may be compared with another tensor.</param>
        /// <param name="msg">What the exception says instead: a text, or a function that makes it of the generated one, as <c>msg: new(generated => …)</c>.</param>
        /// <exception cref="TorchAssertionException">They are not close; the message has the places of the greatest differences.</exception>
        /// <exception cref="TorchValueException">Only one of the tolerances is given, or a layout cannot be compared.</exception>
        /// <exception cref="TorchTypeException">The types are unlike, or none that can be compared.</exception>
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
