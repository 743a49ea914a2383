namespace LibTorch.Tests.Package;

/// <summary>A worker in a generic host, and a web service that differentiates; built once.</summary>
public sealed class HostedProgram
{
    private const string Text = """
        using LibTorch;

        if (args is ["worker"])
        {
            var worker = Host.CreateApplicationBuilder();
            worker.Logging.ClearProviders();
            worker.Services.AddHostedService<Descent>();
            worker.Build().Run();
        }
        else
        {
            var builder = WebApplication.CreateBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            var app = builder.Build();
            app.MapGet("/gradient/{n:int}", (int n) =>
            {
                var x = (Torch.Arange(4096.0, dtype: DType.Float64) / n).RequiresGrad_();
                (x.Sin() * (-x).Exp()).Sum().Backward();
                return x.Grad!.ToArray<double>()[..64];
            });
            app.MapGet("/memory", () =>
            {
                Torch.Memory.Collect();
                return Torch.Memory.Live;
            });
            app.Lifetime.ApplicationStarted.Register(() => Console.WriteLine(app.Urls.Single()));
            app.Run();
        }

        Console.WriteLine("stopped");

        internal sealed class Descent : BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                var w = Torch.Zeros([3], requiresGrad: true);
                for (var step = 1; ; step++)
                {
                    (w - 1).Square().Sum().Backward();
                    using (Torch.NoGrad())
                    {
                        w.Sub_(0.1 * w.Grad!);
                    }

                    w.Grad = null;
                    if (step == 20)
                    {
                        Console.WriteLine(w);
                    }

                    await Task.Delay(1, stoppingToken);
                }
            }
        }

        """;

    private readonly Lazy<string> _folder;

    public HostedProgram(PackedFacade facade) => _folder = new(() => Build(facade));

    /// <summary>Where it was built to.</summary>
    public string Folder => _folder.Value;

    private static string Build(PackedFacade facade)
    {
        Assert.SkipUnless(Directory.Exists(Path.Combine(Consumer.DotnetRoot, "shared/Microsoft.AspNetCore.App")), "the ASP.NET runtime is not installed");
        Consumer project = new(facade, Text, sdk: ".Web");
        project.Build();
        return project.Out;
    }
}
