using System.CommandLine;
using LibTorch.Examples.Notebooks;
using LibTorch.Examples.Running;

namespace LibTorch.Examples.Jupyter;

/// <summary>Writes the notebooks as Jupyter files, and compares executed ones with the recorded outputs.</summary>
internal static class JupyterCommand
{
    public static Command Make(IReadOnlyList<NotebookEntry> notebooks, TextWriter output)
    {
        Argument<string> folder = new("folder") { Description = "Where the files are." };
        Option<string> feed = new("--feed") { Description = "The folder that has the package.", Required = true };
        Command write = new("write", "Write the notebooks.") { folder, feed };
        write.SetAction(parsed =>
        {
            foreach (var (notebook, _) in All(notebooks, parsed.GetValue(feed)!))
            {
                Save(Path.Combine(parsed.GetValue(folder)!, notebook.FileName), notebook.ToString());
            }
        });
        Command check = new("check", "Compare the notebooks that were run.") { folder, feed };
        check.SetAction(parsed =>
        {
            var (matched, recorded, isGood) = (0, 0, true);
            foreach (var (notebook, run) in All(notebooks, parsed.GetValue(feed)!))
            {
                var (same, asRecorded) = JupyterCheck.Of(notebook, run, Path.Combine(parsed.GetValue(folder)!, notebook.FileName), output);
                (matched, recorded, isGood) = (matched + same, recorded + run.Recorded, isGood && asRecorded);
            }

            output.WriteLine($"{matched} of {recorded} outputs are as recorded");
            return isGood ? 0 : 1;
        });
        return new Command("jupyter", "The notebooks as Jupyter's files.") { write, check };
    }

    private static IEnumerable<(JupyterNotebook Notebook, NotebookRun Run)> All(IReadOnlyList<NotebookEntry> notebooks, string feed) =>
        notebooks.Select(entry => (Entry: entry, Run: entry.Make(Device.Cpu, Draws.Recovered).Run()))
            .Select(made => (new JupyterNotebook(made.Entry, made.Run, Path.GetFullPath(feed)), made.Run));

    private static void Save(string path, string text)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            ReplacedText.Write(path, text);
        }
        catch (Exception why) when (why is IOException or UnauthorizedAccessException)
        {
            throw new CannotRunException($"{path} cannot be written: {why.Message}");
        }
    }
}
