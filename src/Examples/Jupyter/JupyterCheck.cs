using LibTorch.Examples.Notebooks;
using LibTorch.Examples.Running;

namespace LibTorch.Examples.Jupyter;

/// <summary>Compares the shown outputs of a Jupyter notebook with the recorded ones.</summary>
internal static class JupyterCheck
{
    /// <summary>
    /// The number of recorded outputs that are shown, and whether nothing else is; differences are written to <paramref name="output"/>.
    /// </summary>
    /// <param name="notebook">The notebook as it was written.</param>
    /// <param name="run">Its cells with the recorded outputs.</param>
    /// <param name="path">The executed file.</param>
    /// <param name="output">The writer for differences.</param>
    public static (int Matched, bool IsGood) Of(JupyterNotebook notebook, NotebookRun run, string path, TextWriter output)
    {
        var cells = Read(path).Cells;
        var edited = Enumerable.Range(0, Math.Max(cells.Count, notebook.Sources.Count))
            .FirstOrDefault(i => i >= cells.Count || i >= notebook.Sources.Count || cells[i].Source != notebook.Sources[i], -1);
        if (edited >= 0)
        {
            output.WriteLine($"{notebook.FileName} was edited: its code cell {edited + 1} is not what was written; ./build.sh notebooks writes it anew");
            return (0, false);
        }

        var (matched, isGood) = (0, true);
        for (var i = 0; i < run.Cells.Count; i++)
        {
            string[] recorded = [.. run.Cells[i].Outputs(onCuda: false).Select(one => one.Recorded).OfType<string>()];
            var shown = cells[i + 1].Shown;
            if (shown == string.Join('\n', recorded))
            {
                matched += recorded.Length;
            }
            else
            {
                isGood = false;
                output.WriteLine($"{notebook.FileName}, {run.Cells[i].Label} shows\n{shown}\nand was recorded as\n{string.Join('\n', recorded)}");
            }
        }

        output.WriteLine($"{notebook.FileName}: {matched} of {run.Recorded}");
        return (matched, isGood);
    }

    private static ExecutedNotebook Read(string path)
    {
        try
        {
            return ExecutedNotebook.Read(path);
        }
        catch (Exception why) when (why is IOException or UnauthorizedAccessException or FormatException)
        {
            throw new CannotRunException(why.Message);
        }
    }
}
