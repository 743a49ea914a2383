using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace LibTorch.Tests.Autograd;

/// <summary>Modes and await: what the compiler refuses, and what goes from thread to thread.</summary>
public sealed class AsyncModeTests
{
    [Theory]
    [InlineData("LibTorch.Torch.NoGrad()")]
    [InlineData("LibTorch.Torch.EnableGrad()")]
    [InlineData("LibTorch.Torch.SetGradEnabled(false)")]
    [InlineData("LibTorch.Torch.InferenceMode()")]
    [InlineData("LibTorch.Torch.Autograd.Graph.SaveOnCpu()")]
    [InlineData("new LibTorch.TensorScope()")]
    public void A_mode_held_over_an_await_does_not_compile(string mode)
    {
        Assert.Equal(["CS4007"], Errors($"using (var mode = {mode}) {{ await System.Threading.Tasks.Task.Yield(); }}"));
        Assert.Empty(Errors($"using (var mode = {mode}) {{ }} await System.Threading.Tasks.Task.Yield();"));
    }

    [Fact]
    public async Task An_asynchronous_body_keeps_its_mode_on_every_thread()
    {
        var threads = new HashSet<int>();
        var value = await Torch.NoGrad(async () =>
        {
            for (var i = 0; i < 20; i++)
            {
                Assert.False(Torch.IsGradEnabled());
                await Task.Run(() => Assert.False(Torch.IsGradEnabled()));
                threads.Add(Environment.CurrentManagedThreadId);
                await Task.Delay(1);
            }

            return 7;
        });
        Assert.Equal(7, value);
        Assert.True(Torch.IsGradEnabled());
    }

    [Fact]
    public async Task Threads_of_the_pool_are_left_as_they_were()
    {
        await Task.WhenAll(Enumerable.Range(0, 50).Select(i => Torch.NoGrad(async () =>
        {
            await Task.Delay(i % 7);
            Assert.False(Torch.IsGradEnabled());
        })));
        Parallel.For(0, 200, _ => Assert.True(Torch.IsGradEnabled()));
        Parallel.For(0, 200, _ => Assert.False(Torch.IsInferenceModeEnabled()));
    }

    [Fact]
    public async Task The_caller_is_in_its_own_mode_while_the_body_waits()
    {
        var gate = new TaskCompletionSource();
        var body = Torch.InferenceMode(async () =>
        {
            Assert.True(Torch.IsInferenceModeEnabled());
            await gate.Task;
            Assert.True(Torch.IsInferenceModeEnabled());
        });
        Assert.False(Torch.IsInferenceModeEnabled());
        using (Torch.NoGrad())
        {
            // The body goes on here, inside this call.
            gate.SetResult();
            Assert.True(body.IsCompleted);
            Assert.False(Torch.IsGradEnabled());
            Assert.False(Torch.IsInferenceModeEnabled());
        }

        Assert.True(Torch.IsGradEnabled());
        await body;
    }

    [Fact]
    public async Task Modes_nest()
    {
        await Torch.NoGrad(async () =>
        {
            Task inner;
            using (Torch.EnableGrad())
            {
                inner = Torch.NoGrad(async () => await Task.Yield());
                Assert.True(Torch.IsGradEnabled());
            }

            Assert.False(Torch.IsGradEnabled());
            await inner;
            await Torch.EnableGrad(async () =>
            {
                await Task.Yield();
                Assert.True(Torch.IsGradEnabled());
                Assert.Equal(5, await Torch.InferenceMode(async () =>
                {
                    await Task.Yield();
                    Assert.False(Torch.IsGradEnabled());
                    Assert.True(Torch.Ones(1).IsInference);
                    return 5;
                }));
                Assert.True(Torch.IsGradEnabled());
                Assert.False(Torch.IsInferenceModeEnabled());
            });
            Assert.False(Torch.IsGradEnabled());
        });
        Assert.True(Torch.IsGradEnabled());
    }

    [Fact]
    public async Task An_exception_ends_the_mode()
    {
        await Assert.ThrowsAsync<InvalidDataException>(() => Torch.NoGrad(async () =>
        {
            await Task.Yield();
            throw new InvalidDataException();
        }));
        Assert.True(Torch.IsGradEnabled());
        Assert.Throws<ArgumentNullException>(() => { _ = Torch.NoGrad((Func<Task>)null!); });
        await Assert.ThrowsAsync<TimeoutException>(() => Torch.NoGrad(Task () => throw new TimeoutException()));
        Assert.True(Torch.IsGradEnabled());
    }

    private static IEnumerable<string> Errors(string body)
    {
        var code = CSharpSyntaxTree.ParseText($"class Program {{ async System.Threading.Tasks.Task Run() {{ {body} }} }}");
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path));
        var compilation = CSharpCompilation.Create("modes", [code], references, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        using var image = new MemoryStream();
        return compilation.Emit(image).Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Select(diagnostic => diagnostic.Id).Distinct();
    }
}
