namespace LibTorch.Files;

/// <summary>Writes a tensor as numpy writes the corresponding array.</summary>
internal static class NpyWriter
{
    /// <summary>The header that numpy would write for the tensor.</summary>
    /// <exception cref="TorchTypeException">numpy has no such type.</exception>
    /// <exception cref="TorchValueException">The tensor is not dense, or is a meta tensor without elements.</exception>
    public static NpyHeader HeaderOf(Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        if (tensor.Layout != Layout.Strided || tensor.Device.Type == DeviceType.Meta)
        {
            throw new TorchValueException($"A tensor of layout {tensor.Layout} on {tensor.Device} cannot be a numpy array.");
        }

        return new NpyHeader(NpyType.Of(tensor.DType), IsSwapped: false, IsFortran(tensor), [.. tensor.Shape]);
    }

    public static void Write(FileWriter writer, Tensor tensor, NpyHeader header)
    {
        writer.Write(header.Write());
        using var lying = header.InFileOrder(tensor);
        using var plain = lying.Plain(tensor.DType);
        if (plain.NBytes != header.ByteCount)
        {
            throw new InvalidOperationException("The tensor was resized while the file was written.");
        }

        writer.Write(plain);
    }

    // numpy's rule for Fortran order: contiguous with reversed dimensions, and not contiguous as it is.
    private static bool IsFortran(Tensor tensor)
    {
        if (tensor.NDim < 2 || tensor.IsContiguous)
        {
            return false;
        }

        using var view = tensor.Detach();
        using var reversed = NpyHeader.Reversed(view);
        return reversed.IsContiguous;
    }
}
