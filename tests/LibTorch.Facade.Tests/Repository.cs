using System.Reflection;

namespace LibTorch.Tests;

/// <summary>The checkout that the tests were built from, for tests that read its files.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    public static string PathOf(string relative) => Path.Combine(Root, relative);

    private static string Find()
    {
        var root = typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "RepositoryRoot").Value!;
        return File.Exists(Path.Combine(root, "Interop.sln"))
            ? root
            : throw new InvalidOperationException($"The tests were built from the checkout in {root}, which is not there any more.");
    }
}
