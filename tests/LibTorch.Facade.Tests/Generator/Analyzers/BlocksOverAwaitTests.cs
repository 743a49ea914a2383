using LibTorch.SourceGeneration;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace LibTorch.Tests.Generator;

/// <summary>A block of a thread over an await: the compiler itself refuses it, as docs/analyzers.md says, so that no analyzer has to.</summary>
public sealed class BlocksOverAwaitTests
{
    [Theory]
    [InlineData("async Task Run() { using (Torch.NoGrad()) { await Task.Yield(); } }")]
    [InlineData("async Task Run() { using var mode = Torch.NoGrad(); await Task.Yield(); }")]
    [InlineData("async Task Run() { var mode = Torch.NoGrad(); await Task.Yield(); mode.Dispose(); }")]
    [InlineData("async Task Run() { var mode = Torch.NoGrad(); try { await Task.Yield(); } finally { mode.Dispose(); } }")]
    [InlineData("async Task Run(IAsyncEnumerable<int> all) { using (Torch.NoGrad()) { await foreach (var one in all) { } } }")]
    [InlineData("async Task Run(IAsyncDisposable all) { using (Torch.NoGrad()) { await using (all) { } } }")]
    [InlineData("async Task Run(IAsyncDisposable all) { using (Torch.NoGrad()) { await using var one = all; } }")]
    [InlineData("Func<Task> Run() => async () => { using (Torch.NoGrad()) { await Task.Yield(); } };")]
    [InlineData("async IAsyncEnumerable<int> Run() { using (Torch.NoGrad()) { await Task.Yield(); yield return 1; } }")]
    [InlineData("async Task Run() { using (Torch.Autocast(Device.Cpu)) { await Task.Yield(); } }")]
    [InlineData("async Task Run() { using (new TensorScope()) { await Task.Yield(); } }")]
    public void It_is_an_error(string member)
    {
        Assert.Equal(["CS4007"], Errors(member, LanguageVersion.Latest));
        Assert.Equal(["CS4007"], Errors(member, LanguageVersion.CSharp13));
        Assert.Equal(["CS9202"], Errors(member, LanguageVersion.CSharp12));
    }

    [Theory]
    [InlineData("IEnumerable<int> Run() { using (Torch.NoGrad()) { yield return 1; } }")]
    [InlineData("IEnumerable<int> Run() { using var mode = Torch.NoGrad(); yield return 1; }")]
    public void Over_a_yield_too(string member) =>
        Assert.All([LanguageVersion.Latest, LanguageVersion.CSharp12], version => Assert.Equal(["CS4007"], Errors(member, version)));

    [Theory]
    [InlineData("async Task Run() { using (Torch.NoGrad()) { } await Task.Yield(); }")]
    [InlineData("async Task Run() { { using var mode = Torch.NoGrad(); } await Task.Yield(); }")]
    public void One_that_is_left_before_is_none_any_more(string member)
    {
        Assert.Empty(Errors(member, LanguageVersion.CSharp13));
        Assert.Equal(["CS9202"], Errors(member, LanguageVersion.CSharp12));
    }

    // Nobody asks for it behind the await, so nothing has to be kept.
    [Fact]
    public async Task One_that_is_never_left_is_the_analyzers()
    {
        const string Member = "async Task Run() { var mode = Torch.NoGrad(); await Task.Yield(); }";
        Assert.Empty(Errors(Member, LanguageVersion.Latest));
        Assert.Single((await Analyzed.Make(new DroppedGuardAnalyzer(), Source(Member))).Messages);
    }

    [Fact]
    public void Anomaly_mode_is_the_whole_processs() =>
        Assert.Empty(Errors("async Task Run() { using (Torch.Autograd.DetectAnomaly()) { await Task.Yield(); } }", LanguageVersion.Latest));

    private static string Source(string member) => $"using System; using System.Collections.Generic; using System.Threading.Tasks; using LibTorch; class Their {{ {member} }}";

    private static string[] Errors(string member, LanguageVersion version)
    {
        var tree = CSharpSyntaxTree.ParseText(Source(member), new(version), cancellationToken: TestContext.Current.CancellationToken);
        var compilation = CSharpCompilation.Create("Their.Program", [tree], Analyzed.References, new(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        using MemoryStream image = new();
        return [.. compilation.Emit(image, cancellationToken: TestContext.Current.CancellationToken).Diagnostics.Where(message => message.Severity == DiagnosticSeverity.Error).Select(message => message.Id).Distinct()];
    }
}
