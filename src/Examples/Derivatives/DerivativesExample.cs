namespace LibTorch.Examples.Derivatives;

/// <summary>Shows uses of higher-order derivatives, Jacobians and pictures of the graph; each part checks its claims.</summary>
internal static class DerivativesExample
{
    /// <returns>0 if all claims hold, else 1.</returns>
    public static int Run(TextWriter output, Device device, string? pictures)
    {
        var held = Newton.Run(output, device);
        output.WriteLine();
        held &= SoftmaxLayer.Run(output, device);
        output.WriteLine();
        held &= DetachPictures.Run(output, device, pictures);
        return held ? 0 : 1;
    }

    /// <summary>Prints a line that says whether a claim holds.</summary>
    public static bool Claim(TextWriter output, bool holds, string claim)
    {
        output.WriteLine($"{(holds ? "holds" : "DOES NOT HOLD")}: {claim}");
        return holds;
    }
}
