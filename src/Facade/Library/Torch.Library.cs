using LibTorch.Interop;

namespace LibTorch;

public abstract partial class Torch
{
    private Torch()
    {
    }

    /// <summary>All operators of the running libtorch by schema name; <c>torch.ops</c>.</summary>
    public static OperatorRegistry Ops { get; } = new();

    /// <summary>The file that libtorch was really loaded from.</summary>
    /// <exception cref="LibTorchNotFoundException">No libtorch could be loaded.</exception>
    public static string LibraryPath => LibraryCalls.Library().Path;

    /// <summary>How libtorch was built and what it uses, several lines; <c>torch.__config__.show()</c>.</summary>
    /// <exception cref="LibTorchNotFoundException">No libtorch could be loaded.</exception>
    public static string Config => LibraryCalls.Config();

    /// <summary>
    /// A report of what is in use: libtorch and its place, BLAS, threads, processor, memory, CUDA; or why nothing can be loaded.
    /// </summary>
    public static DoctorReport Doctor() => DoctorReport.Of(() => NativeLoader.Loaded);

    /// <summary>The CPU's default generator, which operators use if they are given none; <c>torch.default_generator</c>.</summary>
    public static Generator DefaultGenerator => field ??= LibTorch.Generator.OfHost();

    /// <summary>
    /// Seeds the default generators of all devices. The same seed gives the same numbers as in Python with the same libtorch;
    /// <c>torch.manual_seed</c>.
    /// </summary>
    /// <returns>The CPU's default generator.</returns>
    public static Generator ManualSeed(long seed)
    {
        LibraryCalls.ManualSeed(unchecked((ulong)seed));
        return DefaultGenerator;
    }

    /// <summary>Seeds the default generators of all devices with a random number from the system; <c>torch.seed</c>.</summary>
    /// <returns>The seed.</returns>
    public static ulong Seed()
    {
        var seed = DefaultGenerator.Seed();
        LibraryCalls.ManualSeed(seed);
        return seed;
    }

    /// <summary>The seed of the CPU's default generator; <c>torch.initial_seed</c>.</summary>
    public static ulong InitialSeed() => LibraryCalls.InitialSeed();

    /// <summary>The dtype of floating point tensors made without one; <c>torch.get_default_dtype</c>.</summary>
    public static DType GetDefaultDType() => LibTorch.DType.Of(LibraryCalls.DefaultDType());

    /// <summary>Sets the default dtype for the whole process; <c>torch.set_default_dtype</c>.</summary>
    /// <exception cref="TorchTypeException">Not a floating point dtype.</exception>
    public static void SetDefaultDType(DType dtype)
    {
        if (!dtype.IsFloatingPoint)
        {
            throw new TorchTypeException($"only floating-point types are supported as the default type");
        }

        LibraryCalls.SetDefaultDType((int)dtype.ScalarType);
    }

    /// <summary>
    /// The precision of float32 matrix products: <c>highest</c>, <c>high</c> or <c>medium</c>; <c>torch.get_float32_matmul_precision</c>.
    /// </summary>
    public static string GetFloat32MatmulPrecision() => LibraryCalls.MatmulPrecision();

    /// <summary>Lets a GPU multiply float32 matrices in tf32 (<c>high</c>) or less (<c>medium</c>), which is faster; <c>torch.set_float32_matmul_precision</c>.</summary>
    /// <param name="precision">One of the three; anything else causes a warning and changes nothing.</param>
    public static void SetFloat32MatmulPrecision(string precision)
    {
        ArgumentNullException.ThrowIfNull(precision);
        LibraryCalls.SetMatmulPrecision(precision);
    }

    /// <summary>How many threads an operator may use; <c>torch.get_num_threads</c>.</summary>
    public static int GetNumThreads() => LibraryCalls.Threads();

    /// <summary>How many threads may run operators at the same time; <c>torch.get_num_interop_threads</c>.</summary>
    public static int GetNumInteropThreads() => LibraryCalls.InteropThreads();

    /// <summary>Sets how many threads an operator may use; <c>torch.set_num_threads</c>.</summary>
    /// <exception cref="TorchException">The number is not positive.</exception>
    public static void SetNumThreads(int count) => LibraryCalls.SetThreads(count);
}
