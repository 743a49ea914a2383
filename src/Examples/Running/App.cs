using System.CommandLine;
using LibTorch.Examples.Derivatives;
using LibTorch.Examples.Jupyter;
using LibTorch.Examples.Notebooks;
using LibTorch.Examples.Report;
using LibTorch.Examples.Training;

namespace LibTorch.Examples.Running;

/// <summary>The command line: which notebooks, on which device, and whether to compare them with their Python twins.</summary>
internal static class App
{
    /// <summary>Runs the program on the notebooks of the catalog.</summary>
    /// <returns>0 if everything is as recorded, 1 if anything differs, 2 if nothing could be run.</returns>
    public static int Run(string[] args, TextWriter output, TextWriter error) => Run(args, Catalog.All, output, error);

    /// <summary>Runs the program on these notebooks.</summary>
    public static int Run(string[] args, IReadOnlyList<NotebookEntry> notebooks, TextWriter output, TextWriter error)
    {
        Argument<string?> name = new("name")
        {
            Description = $"One notebook, by number or name: {string.Join(", ", notebooks)}. Without it, all of them.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        Option<string> device = new("--device")
        {
            Description = "Where the tensors are.",
            DefaultValueFactory = _ => "cpu",
            Recursive = true,
        };
        device.AcceptOnlyFromAmong("cpu", "cuda");
        Option<bool> live = new("--live")
        {
            Description = $"Also run the Python twins and compare every line. {PythonTwin.Choice}",
        };
        Option<string?> report = new("--report")
        {
            Description = "Also write all of it as a page, with pictures: an HTML file that needs nothing beside it.",
        };
        Option<string?> pictures = new("--pictures")
        {
            Description = "A folder for the graphs' pictures, .dot and (where Graphviz is installed) .svg.",
        };
        Command derivatives = new("derivatives", "Newton's method with Hessians, a Jacobian by three routes, and pictures of a graph.") { pictures };
        derivatives.SetAction(parsed => DerivativesExample.Run(output, On(parsed.GetValue(device)!), Writable(parsed.GetValue(pictures))));
        Argument<string> transcribed = new("name") { Description = "The notebook, by number or name." };
        Command transcript = new("transcript", "Print the lines that a notebook's Python twin prints too, from the same seeds.") { transcribed };
        transcript.SetAction(parsed =>
        {
            var notebook = Called(parsed.GetValue(transcribed)!, notebooks)[0];
            foreach (var line in Transcript.Of(notebook.Make(On(parsed.GetValue(device)!), Draws.Seeded).Run()))
            {
                output.WriteLine(line);
            }
        });
        RootCommand root = new("Runs the notebooks in C# on libtorch, and compares what they print with what they had recorded.")
        {
            name, device, live, report, derivatives, transcript, JupyterCommand.Make(notebooks, output),
        };
        foreach (var program in TrainingProgram.All)
        {
            root.Add(TrainingCommand.Of(program, device, output));
        }

        root.Add(RanksCommand.Make(device, output, error));

        root.SetAction(parsed =>
        {
            var chosen = parsed.GetValue(name) is { } one ? Called(one, notebooks) : notebooks;
            var page = parsed.GetValue(report) is { } path ? new ReportFile(path) : null;
            return new Runner(output, parsed.GetValue(device)!, parsed.GetValue(live), page).Run(chosen);
        });

        var parsed = root.Parse(args);
        try
        {
            return parsed.Errors is [var first, ..]
                ? throw new CannotRunException(OneLine(first.Message))
                : parsed.Invoke(new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false });
        }
        catch (Exception why) when (why is CannotRunException or LibTorchNotFoundException)
        {
            error.WriteLine(why.Message);
            return 2;
        }
    }

    /// <summary>The device of this name.</summary>
    /// <exception cref="CannotRunException">The device cannot be used; the message says why.</exception>
    public static Device On(string device)
    {
        try
        {
            return Torch.Empty([0], device: device).Device;
        }
        catch (TorchException why) when (why is not LibTorchNotFoundException)
        {
            throw new CannotRunException($"--device {device}: {OneLine(why.Message)}");
        }
    }

    // Checked before anything is computed.
    private static string? Writable(string? folder)
    {
        try
        {
            if (folder is not null)
            {
                Directory.CreateDirectory(folder);
                File.Create(Path.Combine(folder, Path.GetRandomFileName()), 1, FileOptions.DeleteOnClose).Dispose();
            }

            return folder;
        }
        catch (Exception why) when (why is IOException or UnauthorizedAccessException)
        {
            throw new CannotRunException($"--pictures {folder} cannot be written to: {OneLine(why.Message)}");
        }
    }

    private static IReadOnlyList<NotebookEntry> Called(string name, IReadOnlyList<NotebookEntry> notebooks)
    {
        var called = notebooks.FirstOrDefault(notebook => notebook.IsCalled(name));
        return called is not null
            ? [called]
            : throw new CannotRunException(name.StartsWith('-')
                ? $"there is no option '{name}'; --help lists them"
                : $"no notebook is called '{name}': there are {string.Join(", ", notebooks)}");
    }

    /// <summary>A message without its line breaks.</summary>
    public static string OneLine(string message) =>
        string.Join(' ', message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
