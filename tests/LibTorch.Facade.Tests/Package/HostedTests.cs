using System.Net.Http.Json;

namespace LibTorch.Tests.Package;

/// <summary>Programs that run for months.</summary>
[Collection(PackageTests.Name)]
public sealed class HostedTests(HostedProgram program) : IClassFixture<HostedProgram>
{
    private const int AtATime = 16;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_worker_trains_until_it_is_stopped()
    {
        var w = Torch.Zeros([3], requiresGrad: true);
        for (var step = 0; step < 20; step++)
        {
            (w - 1).Square().Sum().Backward();
            using (Torch.NoGrad())
            {
                w.Sub_(0.1 * w.Grad!);
            }

            w.Grad = null;
        }

        using Service worker = new(program.Folder, "worker");
        Assert.Equal($"{w}", await worker.ReadLine());
        Assert.Equal((0, "stopped\n"), await worker.Stop());
    }

    [Fact]
    public async Task A_web_service_differentiates_for_many_at_once_and_keeps_nothing()
    {
        using Service service = new(program.Folder);
        using HttpClient client = new() { BaseAddress = new Uri(await service.ReadLine()) };
        await Ask(client, 200);
        var before = await client.GetFromJsonAsync<long>("/memory", Cancel);
        await Ask(client, 1000);
        var after = await client.GetFromJsonAsync<long>("/memory", Cancel);

        // One request's tensors take 32 KiB each. Threads that the pool has started meanwhile keep a few small ones.
        Assert.InRange(after - before, long.MinValue, 512 << 10);
        Assert.Equal((0, "stopped\n"), await service.Stop());
    }

    [Fact]
    public async Task It_is_stopped_while_it_answers()
    {
        using Service service = new(program.Folder);
        using HttpClient client = new() { BaseAddress = new Uri(await service.ReadLine()) };
        await Ask(client, 1);
        var asked = Enumerable.Range(1, 500).Select(n => Answer(client, n)).ToList();
        await Task.WhenAny(asked);
        Assert.Equal((0, "stopped\n"), await service.Stop());

        // Whoever came too late is turned away, and nobody gets half an answer or a wrong one.
        foreach (var answer in asked)
        {
            try
            {
                await answer;
            }
            catch (HttpRequestException)
            {
            }
        }
    }

    private static async Task Ask(HttpClient client, int count) =>
        await Parallel.ForEachAsync(
            Enumerable.Range(1, count), new ParallelOptions { MaxDegreeOfParallelism = AtATime, CancellationToken = Cancel }, async (n, _) => await Answer(client, n));

    // What one thread gets by itself, bit for bit.
    private static async Task Answer(HttpClient client, int n)
    {
        var answer = await client.GetFromJsonAsync<double[]>($"/gradient/{n}", Cancel);
        var x = (Torch.Arange(4096.0, dtype: DType.Float64) / n).RequiresGrad_();
        (x.Sin() * (-x).Exp()).Sum().Backward();
        Assert.Equal(x.Grad!.ToArray<double>()[..64], answer);
    }
}
