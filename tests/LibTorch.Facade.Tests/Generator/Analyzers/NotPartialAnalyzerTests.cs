using LibTorch.SourceGeneration;
using Microsoft.CodeAnalysis;

namespace LibTorch.Tests.Generator;

/// <summary>A module's class, and those around it, have to be partial.</summary>
public sealed class NotPartialAnalyzerTests
{
    private const string Body = "{ private readonly Linear _fc = new(1, 1); }";

    [Theory]
    [InlineData("class Net : Module " + Body, "partial class Net : Module " + Body)]
    [InlineData("public sealed class Net : Module " + Body, "public sealed partial class Net : Module " + Body)]
    [InlineData("// A network.\nclass Net : Module " + Body, "// A network.\npartial class Net : Module " + Body)]
    [InlineData("abstract class Net : Module<Tensor, Tensor> " + Body, "abstract partial class Net : Module<Tensor, Tensor> " + Body)]
    [InlineData("class Net<T> : Module where T : Module { private T? _inner; }", "partial class Net<T> : Module where T : Module { private T? _inner; }")]
    [InlineData("static class Outer { [System.Obsolete] partial class Net : Module " + Body + " }", "static partial class Outer { [System.Obsolete] partial class Net : Module " + Body + " }")]
    [InlineData("record struct Outer { public class Net : Module " + Body + " }", "partial record struct Outer { public partial class Net : Module " + Body + " }")]
    [InlineData("interface IOuter { class Net : Module " + Body + " }", "partial interface IOuter { partial class Net : Module " + Body + " }")]
    [InlineData("class Outer { partial struct Inner { class Net : Module " + Body + " } }", "partial class Outer { partial struct Inner { partial class Net : Module " + Body + " } }")]
    public async Task One_that_is_not_is_an_error_at_its_name_and_is_made_so(string source, string better)
    {
        var analyzed = await Analyzed.Make(new NotPartialAnalyzer(), Source(source));
        var message = Assert.Single(analyzed.Messages);
        Assert.Equal(("LTF006", DiagnosticSeverity.Error), (message.Id, message.Severity));
        Assert.Equal(["Net"], analyzed.Places);
        Assert.Equal(Source(better), Assert.Single(await analyzed.Fixed(new NotPartialFix())).Value);
    }

    [Fact]
    public async Task Two_in_one_class_are_made_so_one_by_one()
    {
        var analyzed = await Analyzed.Make(new NotPartialAnalyzer(), Source($"class Outer {{ class Net : Module {Body} class Other : Module {Body} }}"));
        Assert.Equal(["Net", "Other"], analyzed.Places);
        Assert.Equal(
            Source($"partial class Outer {{ partial class Net : Module {Body} partial class Other : Module {Body} }}"),
            await analyzed.FixedThroughout(new NotPartialFix(), "Make it partial"));
    }

    [Theory]
    [InlineData("partial class Net : Module " + Body)]
    [InlineData("partial class Outer { partial class Net : Module " + Body + " }")]
    [InlineData("abstract class Net : Module<Tensor, Tensor>;")]
    [InlineData("class Net : Module { private readonly Linear _fc; Net() => Child(out _fc, new Linear(1, 1)); }")]
    [InlineData("class Net : Module { Net() => NoMembers(); }")]
    [InlineData("class Net : Module { protected override void ListMembers(MemberList members) => members.Of(typeof(Net)); }")]
    [InlineData("namespace Other { class Module; class Net : Module; }")]
    [InlineData("class Net { private readonly Linear _fc = new(1, 1); }")]
    public async Task What_is_or_says_its_members_by_hand_is_none(string source) => Assert.Empty((await Analyzed.Make(new NotPartialAnalyzer(), Source(source))).Messages);

    private static string Source(string types) => $"using LibTorch;\nusing LibTorch.NN;\n\n{types}\n";
}
