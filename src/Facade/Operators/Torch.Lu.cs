using System.Runtime.CompilerServices;

namespace LibTorch;

/// <summary>torch.lu, which Python still has in addition to torch.linalg.lu_factor.</summary>
public abstract partial class Torch
{
    /// <summary>The factors L and U in one matrix, and the pivots; <c>torch.lu</c>.</summary>
    /// <exception cref="TorchException">The matrix cannot be factored.</exception>
    [OverloadResolutionPriority(1)]
    public static (Tensor LU, Tensor Pivots) Lu(Tensor a, bool pivot = true)
    {
        ArgumentNullException.ThrowIfNull(a);
        var (factors, pivots, _) = a._LuWithInfo(pivot, checkErrors: true);
        return (factors, pivots);
    }

    /// <summary>
    /// The same with LAPACK's infos; if <paramref name="getInfos"/> is true, a matrix that cannot be factored is not an error;
    /// <c>torch.lu</c>.
    /// </summary>
    /// <exception cref="TorchException">The matrix cannot be factored.</exception>
    public static (Tensor LU, Tensor Pivots, Tensor Infos) Lu(Tensor a, bool pivot = true, bool getInfos = false)
    {
        ArgumentNullException.ThrowIfNull(a);
        return a._LuWithInfo(pivot, checkErrors: !getInfos);
    }
}

/// <summary>Lu as a method.</summary>
public partial class Tensor
{
    /// <summary>The factors L and U in one matrix, and the pivots; <c>x.lu()</c>.</summary>
    /// <exception cref="TorchException">The matrix cannot be factored.</exception>
    [OverloadResolutionPriority(1)]
    public (Tensor LU, Tensor Pivots) Lu(bool pivot = true) => Torch.Lu(this, pivot);

    /// <summary>
    /// The same with LAPACK's infos; if <paramref name="getInfos"/> is true, a matrix that cannot be factored is not an error;
    /// <c>x.lu(get_infos=True)</c>.
    /// </summary>
    /// <exception cref="TorchException">The matrix cannot be factored.</exception>
    public (Tensor LU, Tensor Pivots, Tensor Infos) Lu(bool pivot = true, bool getInfos = false) => Torch.Lu(this, pivot, getInfos);
}
