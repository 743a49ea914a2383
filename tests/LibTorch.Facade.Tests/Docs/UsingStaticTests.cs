using System.Reflection;

namespace LibTorch.Tests.Docs;

/// <summary>With <c>using static LibTorch.Torch;</c> the names of types still mean the types.</summary>
public sealed class UsingStaticTests
{
    // The namespaces that a new project's files see, those of the library, and the one of complex numbers.
    private static readonly string[] Namespaces =
    [
        "System", "System.IO", "System.Linq", "System.Net.Http", "System.Threading", "System.Threading.Tasks", "System.Collections.Generic", "System.Numerics", "LibTorch", "LibTorch.NN",
    ];

    [Fact]
    public void No_member_hides_a_type_that_has_static_members()
    {
        const BindingFlags Static = BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly;
        var types = AppDomain.CurrentDomain.GetAssemblies().Append(typeof(HttpClient).Assembly).Append(typeof(System.Numerics.Complex).Assembly).Distinct()
            .Where(assembly => !assembly.IsDynamic && (assembly == typeof(Torch).Assembly || assembly.GetName().Name!.StartsWith("System", StringComparison.Ordinal)))
            .SelectMany(assembly => assembly.GetExportedTypes())
            .Where(type => !type.IsNested && !type.IsGenericType && Namespaces.Contains(type.Namespace) && (type.IsEnum || type.GetMembers(Static).Any(member => member is not MethodInfo { IsSpecialName: true })))
            .Select(type => type.Name).ToHashSet();
        Assert.Contains(nameof(Range), types);
        Assert.Contains(nameof(Device), types);
        var members = typeof(Torch).GetMembers(Static).Where(member => member is not MethodInfo { IsSpecialName: true }).Select(member => member.Name).Distinct();
        Assert.Equal([], members.Where(types.Contains));
    }

    [Fact]
    public void Both_work()
    {
        var (calls, messages) = CompiledCalls.Compile(
            ["Device.Cpu.ToString()", "Size.Create([2, 3]).ToString()", "Tensor.FromNative(0) is null ? \"\" : \"\"", "Range.All.ToString()", "Index.End.ToString()", "Ones(2, 3).Sum().ToString()", "Torch.Range(1, 3).ToString()", "Torch.Device(\"cpu\").ToString()", "Random.Shared is null ? \"\" : \"some\"", "Version.Parse(\"1.2\").ToString()", "Torch.Version"],
            "using static LibTorch.Torch;");
        Assert.Empty(messages);
        Assert.Equal("cpu", calls[0]([]));
        Assert.Equal("torch.Size([2, 3])", calls[1]([]));
        Assert.Equal("0..^0", calls[3]([]));
        Assert.Equal("tensor(6.)", calls[5]([]));
        Assert.Equal("tensor([1., 2., 3.])", calls[6]([]));
        Assert.Equal(Torch.Version, calls[10]([]));
    }
}
