using System.Reflection;

namespace LibTorch.Tests.Docs;

/// <summary>TorchSharp's managed library, which the tests read and never load.</summary>
internal static class TorchSharpLibrary
{
    public static string Path { get; } =
        typeof(TorchSharpLibrary).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "TorchSharp").Value!;
}
