using LibTorch.NN;
using LibTorch.Serving;

namespace LibTorch.Service;

/// <summary>The service: 784 numbers in, the logarithms of ten probabilities out. service.py is the same in Python.</summary>
internal static class Serving
{
    public static async Task Run(int port)
    {
        Torch.SetNumThreads(1);
        Torch.ManualSeed(0);
        Sequential model = [new Linear(784, 512), new ReLU(), new Linear(512, 512), new ReLU(), new Linear(512, 10), new LogSoftmax(-1)];
        model.Eval();
        await using Batcher batcher = new(model, maxBatch: 16);

        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        var app = builder.Build();
        app.MapPost("/classify", async (float[] pixels, CancellationToken aborted) =>
        {
            using var input = Torch.Tensor(pixels);
            using var output = await batcher.RunAsync(input, aborted);
            return output.ToArray<float>();
        });
        await app.RunAsync();
    }
}
