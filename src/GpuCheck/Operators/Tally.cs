namespace LibTorch.GpuCheck.Operators;

/// <summary>How the cases of one dtype went.</summary>
internal sealed class Tally
{
    public int Cases { get; set; }

    public int Gradients { get; set; }

    public int Bounded { get; set; }

    public int Wrong { get; set; }
}
