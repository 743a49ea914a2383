using System.Runtime.InteropServices;

namespace LibTorch.Interop;

/// <summary>ltf_adam.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct AdamStep
{
    public double Lr;
    public double Beta1;
    public double Beta2;
    public double Eps;
    public double WeightDecay;
    public int Decoupled;
    public int Maximize;
    public int Lerps;
}
