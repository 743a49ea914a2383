using System.ComponentModel;
using System.Reflection;
using LibTorch.SourceGeneration;

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
        // Other tests load a library of their own into this process.
        stale.SymmetricExceptWith(OperatorRegistry.Schemas().Where(schema => !schema.StartsWith("mytest::", StringComparison.Ordinal)));
        Assert.True(stale.Count == 0, $"{stale.Count} lines differ, such as {stale.FirstOrDefault()}; run ./build.sh generate");
    }

    public static TheoryData<string> Snapshots => [.. Directory.GetFiles(Repository.PathOf("src/Generator/Schemas"), "*.schemas.txt").Select(path => Path.GetFileName(path)!)];

    [Theory]
    [MemberData(nameof(Snapshots))]
    public void Every_public_operator_has_a_member_marked_with_it(string snapshot)
    {
        var operators = File.ReadLines(Repository.PathOf("src/Generator/Schemas/" + snapshot)).Where(line => line[0] != '#').Select(SchemaParser.Parse).Where(PublicSurface.Contains).Select(schema => schema.FullName).ToArray();
        var marked = Marks(BindingFlags.Public | BindingFlags.NonPublic).Select(mark => mark.Schema[..mark.Schema.IndexOf('(', StringComparison.Ordinal)]).ToHashSet();
        Assert.True(operators.Length > 2_000, $"{operators.Length} operators are public");
        Assert.Empty(operators.Except(marked));
    }

    [Fact]
    public void Every_mark_is_a_line_of_a_snapshot()
    {
        var lines = Directory.GetFiles(Repository.PathOf("src/Generator/Schemas")).SelectMany(File.ReadLines).ToHashSet();
        Assert.Empty(Marks(BindingFlags.Public | BindingFlags.NonPublic).Select(mark => mark.Schema).Except(lines));
    }

    [Fact]
    public void A_number_means_the_tensor_overload_as_in_Python()
    {
        var x = Torch.Arange(3.0, requiresGrad: true);
        Assert.Equal("MulBackward0", x.Mul(2).GradFn!.Name);
        foreach (var passedOver in typeof(Tensor).GetMethods().Where(method => method.GetCustomAttributes<OperatorAttribute>().Any(mark => mark.Schema.StartsWith("aten::mul.Scalar(", StringComparison.Ordinal))))
        {
            Assert.Equal("MulScalar", passedOver.Name);
            Assert.Equal(EditorBrowsableState.Never, passedOver.GetCustomAttribute<EditorBrowsableAttribute>()!.State);
        }

        Assert.Equal([0f, 2f, 4f], x.Detach().MulScalar(2).ToArray<float>());
        Assert.Equal([0f, 0f, 1f], x.Detach().DivScalar(2, "floor").ToArray<float>());
        Assert.Equal([1f, 2f, 3f], x.Detach().Clone().AddScalar_(1).ToArray<float>());
    }

    private static IEnumerable<OperatorAttribute> Marks(BindingFlags access) => typeof(Tensor).Assembly.GetTypes()
        .SelectMany(type => type.GetMembers(access | BindingFlags.Instance | BindingFlags.Static))
        .SelectMany(member => member.GetCustomAttributes<OperatorAttribute>());
}
