using System.Runtime.InteropServices;

namespace LibTorch.Interop;

/// <summary>How gradients are averaged over the ranks; <c>ltf_reducer_options</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ReducerOptions
{
    public long BucketBytes;
    public long FirstBucketBytes;
    public int FindsUnusedParameters;
    public int GradientsAreViews;
    public int IsStaticGraph;

    /// <summary>Whether rebuilt buckets begin with a smaller one.</summary>
    public int HasUnevenFirst;
}
