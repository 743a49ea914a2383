using System.Reflection;

namespace LibTorch.Tests.Operators;

/// <summary>The schemas that methods are generated from are those of the running libtorch.</summary>
public sealed class SchemasTests
{
    [Fact]
    public void Every_typed_operator_has_the_running_librarys_schema()
    {
        var registry = OperatorRegistry.Schemas().ToHashSet();
        var typed = new[] { typeof(Tensor), typeof(Torch), typeof(Torch.Linalg), typeof(Torch.FFT), typeof(Torch.Special) }
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static))
            .SelectMany(method => method.GetCustomAttributes<OperatorAttribute>())
            .Select(attribute => attribute.Schema)
            .ToHashSet();
        Assert.True(typed.Count > 300, $"{typed.Count} operators are typed");
        Assert.Empty(typed.Except(registry));
    }
}
