using System.Globalization;
using LibTorch.SourceGeneration;
using Microsoft.CodeAnalysis;

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
    [InlineData("var mode = Torch.NoGrad();", "GradMode")]
    [InlineData("GradMode mode = given ? Torch.NoGrad() : default, other = default; other.Dispose();", "GradMode")]
    [InlineData("async System.Threading.Tasks.Task Later() { var mode = Torch.NoGrad(); await System.Threading.Tasks.Task.Yield(); }", "GradMode")]
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
    [InlineData("var mode = Torch.NoGrad(); try { } finally { mode.Dispose(); }")]
    [InlineData("var mode = Torch.NoGrad(); var same = mode; same.Dispose();")]
    [InlineData("var anomaly = Torch.Autograd.DetectAnomaly(); System.Action end = () => anomaly.Dispose();")]
    [InlineData("GradMode mode = default;")]
    [InlineData("var mode = default(GradMode);")]
    [InlineData("GradMode mode; mode = Torch.NoGrad(); mode.Dispose();")]
    [InlineData("var mode = Torch.SetGradEnabled(false);")]
    [InlineData("Torch.SetGradEnabled(false);")]
    [InlineData("Torch.Autograd.SetDetectAnomaly(true);")]
    [InlineData("Torch.Ones(1);")]
    [InlineData("Torch.Ones(1).RegisterHook(gradient => { });")]
    [InlineData("System.Func<System.Threading.Tasks.Task> run = () => Torch.NoGrad(() => System.Threading.Tasks.Task.CompletedTask);")]
    public async Task What_ends_or_is_meant_to_stay_is_not(string statement) => Assert.Empty(await Messages(statement));

    [Theory]
    [InlineData("Torch.NoGrad();", "using var _ = Torch.NoGrad();")]
    [InlineData("_ = Torch.NoGrad();", "using var _ = Torch.NoGrad();")]
    [InlineData("new TensorScope();", "using var _ = new TensorScope();")]
    [InlineData("_ = given ? Torch.NoGrad() : default;", "using var _ = given ? Torch.NoGrad() : default;")]
    [InlineData("Torch.Autograd.DetectAnomaly();", "using var _ = Torch.Autograd.DetectAnomaly();")]
    [InlineData("Torch.NoGrad(); // As in Python.", "using var _ = Torch.NoGrad(); // As in Python.")]
    [InlineData("_ = given; Torch.NoGrad();", "_ = given; using var mode = Torch.NoGrad();")]
    [InlineData("_ = given; var mode = 1; Torch.NoGrad();", "_ = given; var mode = 1; using var mode2 = Torch.NoGrad();")]
    [InlineData("foreach (var _ in \"a\") { } var mode = 1; { var mode2 = mode; } Torch.NoGrad();", "foreach (var _ in \"a\") { } var mode = 1; { var mode2 = mode; } using var mode3 = Torch.NoGrad();")]
    [InlineData("if (given) { Torch.NoGrad(); }", "if (given) { using var _ = Torch.NoGrad(); }")]
    [InlineData("var mode = Torch.NoGrad(); // As in Python.", "using var mode = Torch.NoGrad(); // As in Python.")]
    [InlineData("AnomalyMode mode = Torch.Autograd.DetectAnomaly();", "using AnomalyMode mode = Torch.Autograd.DetectAnomaly();")]
    [InlineData("System.Action run = () => { Torch.NoGrad(); };", "System.Action run = () => { using var _ = Torch.NoGrad(); };")]
    public async Task The_fix_declares_it(string statement, string better)
    {
        var analyzed = await Analyzed.Make(new DroppedGuardAnalyzer(), Source(statement));
        Assert.Equal(Source(better), Assert.Single(await analyzed.Fixed(new DroppedGuardFix())).Value);
    }

    [Theory]
    [InlineData("if (given) Torch.NoGrad();")]
    [InlineData("switch (given) { case true: Torch.NoGrad(); break; }")]
    [InlineData("System.Action run = () => Torch.NoGrad();")]
    [InlineData("switch (given) { case true: var mode = Torch.NoGrad(); break; }")]
    [InlineData("GradMode mode = Torch.NoGrad(), other = default; other.Dispose();")]
    public async Task Where_nothing_can_be_declared_there_is_no_fix(string statement) =>
        Assert.Empty(await (await Analyzed.Make(new DroppedGuardAnalyzer(), Source(statement))).Fixed(new DroppedGuardFix()));

    [Fact]
    public async Task Statements_of_a_program_and_several_blocks_are_fixed_one_by_one()
    {
        var analyzed = await Analyzed.Make(new DroppedGuardAnalyzer(), "using LibTorch;\n\nTorch.NoGrad();\nTorch.InferenceMode();\n", OutputKind.ConsoleApplication);
        Assert.Equal(
            "using LibTorch;\n\nusing var _ = Torch.NoGrad();\nusing var mode = Torch.InferenceMode();\n",
            await analyzed.FixedThroughout(new DroppedGuardFix(), "Keep the mode to the end of this block: using var"));
    }

    private static string Source(string statement) => $"using LibTorch; static class Their {{ static void Run(bool given) {{ {statement}\n }} }}";

    private static async Task<Diagnostic[]> Messages(string statement) => (await Analyzed.Make(new DroppedGuardAnalyzer(), Source(statement))).Messages;
}
