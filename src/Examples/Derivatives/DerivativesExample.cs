namespace LibTorch.Examples.Derivatives;

/// <summary>What derivatives of higher order, Jacobians and pictures of the graph are good for; each part checks what it says.</summary>
internal static class DerivativesExample
{
    /// <returns>0 where all that is said holds, else 1.</returns>
    public static int Run(TextWriter output, Device device, string? pictures)
    {
        var held = Newton.Run(output, device);
        output.WriteLine();
        held &= SoftmaxLayer.Run(output, device);
        output.WriteLine();
        held &= DetachPictures.Run(output, device, pictures);
        return held ? 0 : 1;
    }

    /// <summary>A line that says whether a claim holds.</summary>
    public static bool Claim(TextWriter output, bool holds, string claim)
    {
        output.WriteLine($"{(holds ? "holds" : "DOES NOT HOLD")}: {claim}");
        return holds;
    }
}
