using System.Runtime.InteropServices;

namespace LibTorch.Interop;

/// <summary>ltf_autocast.</summary>
/// <param name="Enabled">Whether it is on.</param>
/// <param name="DType">The number of the dtype that operators compute in.</param>
/// <param name="Cache">Whether converted weights are cached.</param>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct AutocastState(int Enabled, int DType, int Cache);
