using System.Globalization;
using LibTorch.SourceGeneration;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace LibTorch.Tests.Generator;

/// <summary>What is said where a block is opened and dropped, which the package's users see as they type.</summary>
public sealed class DroppedGuardAnalyzerTests
{
    [Theory]
    [InlineData("Torch.NoGrad();", "GradMode")]
    [InlineData("Torch.EnableGrad();", "GradMode")]
    [InlineData("_ = Torch.NoGrad();", "GradMode")]
    [InlineData("_ = given ? Torch.NoGrad() : default;", "GradMode")]
    [InlineData("System.Action action = () => Torch.NoGrad();", "GradMode")]
    [InlineData("Torch.InferenceMode();", "InferenceModeGuard")]
    [InlineData("Torch.Autocast(\"cpu\");", "AutocastGuard")]
    [InlineData("Torch.OnDevice(\"cpu\");", "DefaultDeviceGuard")]
    [InlineData("Torch.Cuda.Device(0);", "CudaDeviceGuard")]
    [InlineData("Torch.Cuda.Stream(null);", "CudaStreamGuard")]
    [InlineData("Torch.Autograd.ForwardAD.DualLevel();", "DualLevel")]
    [InlineData("Torch.Autograd.DetectAnomaly();", "AnomalyMode")]
    [InlineData("Torch.Autograd.Graph.SavedTensorsHooks(x => x, x => x);", "SavedTensorsHooks")]
    [InlineData("Torch.Autograd.Graph.SaveOnCpu();", "SavedTensorsHooks")]
    [InlineData("Torch.Autograd.Graph.DisableSavedTensorsHooks(\"no\");", "SavedTensorsHooksDisabled")]
    [InlineData("new TensorScope();", "TensorScope")]
    public async Task A_dropped_block_is_a_warning_at_its_place(string statement, string guard)
    {
        var message = Assert.Single(await Messages(statement));
        Assert.Equal(("LTF005", DiagnosticSeverity.Warning), (message.Id, message.Severity));
        Assert.Contains($"this {guard},", message.GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        Assert.Contains(message.Location.SourceTree!.GetText(TestContext.Current.CancellationToken).ToString(message.Location.SourceSpan), statement, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("using (Torch.NoGrad()) { }")]
    [InlineData("using var mode = Torch.NoGrad();")]
    [InlineData("using var mode = given ? Torch.NoGrad() : default;")]
    [InlineData("var mode = Torch.NoGrad(); mode.Dispose();")]
    [InlineData("Torch.SetGradEnabled(false);")]
    [InlineData("Torch.Autograd.SetDetectAnomaly(true);")]
    [InlineData("Torch.Ones(1);")]
    [InlineData("Torch.Ones(1).RegisterHook(gradient => { });")]
    [InlineData("System.Func<System.Threading.Tasks.Task> run = () => Torch.NoGrad(() => System.Threading.Tasks.Task.CompletedTask);")]
    public async Task What_ends_or_is_meant_to_stay_is_not(string statement) => Assert.Empty(await Messages(statement));

    private static async Task<Diagnostic[]> Messages(string statement)
    {
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(':').Select(file => MetadataReference.CreateFromFile(file));
        var compilation = CSharpCompilation.Create(
            "Their.Program",
            [CSharpSyntaxTree.ParseText($"using LibTorch; static class Their {{ static void Run(bool given) {{ {statement} }} }}", cancellationToken: TestContext.Current.CancellationToken)],
            references,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        Assert.DoesNotContain(compilation.GetDiagnostics(TestContext.Current.CancellationToken), message => message.Severity == DiagnosticSeverity.Error);
        return [.. await compilation.WithAnalyzers([new DroppedGuardAnalyzer()]).GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken)];
    }
}
