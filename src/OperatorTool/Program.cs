using System.CommandLine;
using LibTorch;
using LibTorch.OperatorTool;

var folder = new Argument<DirectoryInfo>("folder") { Description = "Where the snapshots are: src/Generator/Schemas." };
var snapshot = new Command("snapshot", "Write the running libtorch's registry to a file named after its version.") { folder };
snapshot.SetAction(parsed => Console.WriteLine($"wrote {Snapshot.Write(parsed.GetValue(folder)!.FullName)}"));
var file = new Argument<FileInfo>("file") { Description = "A shared library that registers operators." };
var library = new Command("library", "Write the schemas that a library registers to standard output.") { file };
library.SetAction(parsed => Console.Out.Write(Snapshot.OfLibrary(parsed.GetValue(file)!)));
var report = new Command("report", "Count each snapshot's public operators, and list those without a typed method, with the reason.") { folder };
report.SetAction(parsed => Report.Write(Report.OfSnapshots(parsed.GetValue(folder)!), Console.Out));

try
{
    var parsed = new RootCommand("The operators of libtorch.") { snapshot, library, report }.Parse(args);
    if (parsed.Errors is [var first, ..])
    {
        Console.Error.WriteLine(first.Message);
        return 2;
    }

    return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (Exception error) when (error is IOException or UnauthorizedAccessException or LibTorchNotFoundException or DllNotFoundException)
{
    Console.Error.WriteLine(error.Message);
    return 2;
}
