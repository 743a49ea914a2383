namespace LibTorch.GpuCheck.Operators;

/// <summary>The outcome counts of one dtype's cases.</summary>
internal sealed class Tally
{
    public int Cases { get; set; }

    public int Gradients { get; set; }

    public int Bounded { get; set; }

    public int Wrong { get; set; }
}
