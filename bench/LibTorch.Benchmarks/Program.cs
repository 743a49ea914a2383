// Measures the small operations with BenchmarkDotNet, and writes the results as a page.
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using LibTorch;
using LibTorch.Benchmarks;

if (args.Length < 2)
{
    Console.Error.WriteLine("LibTorch.Benchmarks FOLDER PAGE [--quick]: FOLDER is for BenchmarkDotNet's files, PAGE is written");
    return 2;
}

// Measured in this process: a separate process would be built from a generated project, without the native library.
var job = (args.Contains("--quick") ? Job.ShortRun : Job.Default).WithToolchain(InProcessEmitToolchain.Instance);
var config = ManualConfig.CreateEmpty()
    .AddJob(job)
    .AddColumnProvider(DefaultColumnProviders.Instance)
    .AddLogger(ConsoleLogger.Default)
    .AddExporter(MarkdownExporter.GitHub)
    .WithArtifactsPath(args[0]);
var summary = BenchmarkRunner.Run<SmallOperations>(config);
var table = Directory.GetFiles(summary.ResultsDirectoryPath, "*SmallOperations-report-github.md").Single();
if (summary.HasCriticalValidationErrors || summary.Reports.Any(report => !report.Success))
{
    return 1;
}

var page = $"""
    # Time and managed memory of small operations

    `./build.sh bench --allocations` wrote this page with BenchmarkDotNet, on libtorch {Torch.Version} with one thread. Allocated is managed memory; a tensor's elements lie in libtorch's. [RESULTS.md](RESULTS.md) compares with C++ and Python.

    {File.ReadAllText(table).Trim().Replace("&#39;", "", StringComparison.Ordinal)}

    """;
File.WriteAllText(args[1], page);
return 0;
