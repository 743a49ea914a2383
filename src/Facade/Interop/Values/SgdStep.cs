using System.Runtime.InteropServices;

namespace LibTorch.Interop;

/// <summary>ltf_sgd.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct SgdStep
{
    public double Lr;
    public double Momentum;
    public double Dampening;
    public double WeightDecay;
    public int Nesterov;
    public int Maximize;
}
