using System.Reflection;

namespace LibTorch.Tests.Operators;

/// <summary>The schemas that methods are generated from are those of the running libtorch.</summary>
public sealed class SchemasTests
{
    [Fact]
    public void The_running_librarys_snapshot_is_fresh()
    {
        var path = Repository.PathOf($"src/Generator/Schemas/{Torch.Version}.schemas.txt");
        Assert.SkipUnless(File.Exists(path), $"there is no snapshot of libtorch {Torch.Version} yet");
        var stale = File.ReadLines(path).Where(line => line[0] != '#').ToHashSet();
        stale.SymmetricExceptWith(OperatorRegistry.Schemas());
        Assert.True(stale.Count == 0, $"{stale.Count} lines differ, such as {stale.FirstOrDefault()}; run ./build.sh generate");
    }

    [Fact]
    public void All_public_operators_are_typed()
    {
        var typed = new[] { typeof(Tensor), typeof(Torch), typeof(Torch.Linalg), typeof(Torch.FFT), typeof(Torch.Special) }
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static))
            .SelectMany(method => method.GetCustomAttributes<OperatorAttribute>())
            .Select(attribute => attribute.Schema)
            .ToHashSet();
        var snapshots = Directory.GetFiles(Repository.PathOf("src/Generator/Schemas")).SelectMany(File.ReadLines).ToHashSet();
        Assert.True(typed.Count > 2_000, $"{typed.Count} operators are typed");
        Assert.Empty(typed.Except(snapshots));
    }
}
