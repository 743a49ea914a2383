using LibTorch.Interop;

namespace LibTorch;

/// <summary>
/// The functions of <see cref="Torch"/> that have the name of a type: <c>Torch.Tensor</c>, <c>Torch.Device</c>, <c>Torch.Range</c>.
/// </summary>
/// <remarks>
/// <c>using static LibTorch.Torch;</c> does not import what <see cref="Torch"/> inherits, so with it <c>Device.Cpu</c> and <c>Range.All</c> still
/// mean the types. <c>using static LibTorch.TypeNamedFunctions;</c> imports these functions, and then hides the types' own static members.
/// </remarks>
public abstract partial class TypeNamedFunctions
{
    private protected TypeNamedFunctions()
    {
    }

    /// <summary>The libtorch version that the native library was built for, such as <c>1.13.1</c>; <c>torch.__version__</c>.</summary>
    /// <exception cref="LibTorchNotFoundException">No libtorch could be loaded.</exception>
    public static string Version => LibraryCalls.Library().Version;
}
