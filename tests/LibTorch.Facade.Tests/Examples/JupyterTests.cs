using System.Text.Json.Nodes;
using LibTorch.Tests.Build;

namespace LibTorch.Tests.Examples;

/// <summary>The notebooks as Jupyter's files: written from the cells, and compared once they were run.</summary>
public sealed class JupyterTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("libtorch-jupyter-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>By Jupyter itself with LTF_NOTEBOOKS=full, as it takes a minute; by hand otherwise.</summary>
    [Fact]
    public void What_a_reader_sees_is_what_was_recorded()
    {
        if (Environment.GetEnvironmentVariable("LTF_NOTEBOOKS") == "full")
        {
            var (exit, output, error) = Shell.Run("./build.sh notebooks");
            Assert.True(exit == 0, output + error);
            Assert.EndsWith("\n39 of 39 outputs are as recorded\n", output, StringComparison.Ordinal);
        }
        else
        {
            Write();
            Show();
            var (exit, output, _) = Check();
            Assert.True(exit == 0, output);
            Assert.EndsWith("\n39 of 39 outputs are as recorded\n", output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void They_are_notebooks_in_CSharp_that_load_the_package()
    {
        Write();
        Assert.Equal(
            ["000-gradient.ipynb", "001-vector-jacobian.ipynb", "002-softmax.ipynb", "003-detach.ipynb", "004-rules.ipynb"],
            Directory.GetFiles(_folder).Select(Path.GetFileName).Order());
        foreach (var file in Directory.GetFiles(_folder))
        {
            var notebook = JsonNode.Parse(File.ReadAllText(file))!;
            Assert.Equal((4, 5, ".net-csharp"), ((int)notebook["nbformat"]!, (int)notebook["nbformat_minor"]!, (string?)notebook["metadata"]!["kernelspec"]!["name"]));
            var cells = notebook["cells"]!.AsArray();
            Assert.Equal(cells.Count, cells.Select(cell => (string?)cell!["id"]).Distinct().Count());
            var code = cells.Where(cell => (string?)cell!["cell_type"] == "code").Select(cell => string.Concat(cell!["source"]!.AsArray().Select(line => (string?)line))).ToList();
            Assert.StartsWith($"#i \"nuget:{_folder}\"\n#r \"nuget: LibTorch.Facade\"\n", code[0], StringComparison.Ordinal);
            Assert.All(code, cell => Assert.DoesNotMatch("Device|^return |null!;", cell));
        }

        Assert.Contains("var y = 2 * Dot(x, x);\\n", File.ReadAllText(Path.Combine(_folder, "000-gradient.ipynb")), StringComparison.Ordinal);
    }

    [Fact]
    public void What_differs_is_shown_beside_what_was_recorded()
    {
        Write();
        Show();
        Change("000-gradient.ipynb", "tensor(28., grad_fn=<MulBackward0>)", "tensor(29., grad_fn=<MulBackward0>)");
        var (exit, output, _) = Check();
        Assert.Equal(1, exit);
        Assert.Contains("000-gradient.ipynb, In [3] shows\ntensor(29., grad_fn=<MulBackward0>)\nand was recorded as\ntensor(28., grad_fn=<MulBackward0>)\n000-gradient.ipynb: 6 of 7\n", output, StringComparison.Ordinal);
        Assert.EndsWith("\n38 of 39 outputs are as recorded\n", output, StringComparison.Ordinal);
    }

    // A value that is shown as HTML is not shown as its text.
    [Fact]
    public void What_is_not_shown_as_text_differs()
    {
        Write();
        Show("text/html");
        Assert.Equal(1, Check().ExitCode);
    }

    [Fact]
    public void What_was_edited_by_hand_is_one_line()
    {
        Write();
        Show();
        Change("003-detach.ipynb", "x * x;", "x * x * 1;");
        var (exit, output, _) = Check();
        Assert.Equal(1, exit);
        Assert.Contains("003-detach.ipynb was edited: its code cell 5 is not what was written; ./build.sh notebooks writes it anew\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_notebook_or_not_there_is_one_line_and_exit_code_2()
    {
        var (exit, _, error) = Check();
        Assert.Equal((2, 1), (exit, error.Count(letter => letter == '\n')));
        Assert.Contains("000-gradient.ipynb", error, StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(_folder, "000-gradient.ipynb"), "{}");
        (exit, _, error) = Check();
        Assert.Equal(2, exit);
        Assert.StartsWith($"{_folder}/000-gradient.ipynb is no notebook: ", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_cannot_be_written_to_is_one_line_and_exit_code_2()
    {
        var (exit, _, error) = ExamplesProgram.Run(["jupyter", "write", "/dev/null/notebooks", "--feed", _folder]);
        Assert.Equal((2, 1), (exit, error.Count(letter => letter == '\n')));
        Assert.StartsWith("/dev/null/notebooks/000-gradient.ipynb cannot be written: ", error, StringComparison.Ordinal);
    }

    private void Write() => Assert.Equal(0, ExamplesProgram.Run(["jupyter", "write", _folder, "--feed", _folder]).ExitCode);

    private (int ExitCode, string Output, string Error) Check() => ExamplesProgram.Run(["jupyter", "check", _folder, "--feed", _folder]);

    // As Jupyter would, but for the running: prints in a stream, and what a cell ends with displayed.
    private void Show(string mimeType = "text/plain")
    {
        foreach (var entry in LibTorch.Examples.Running.Catalog.All)
        {
            var path = Path.Combine(_folder, $"{entry.Number}-{entry.Name}.ipynb");
            var notebook = JsonNode.Parse(File.ReadAllText(path))!;
            var code = notebook["cells"]!.AsArray().Where(cell => (string?)cell!["cell_type"] == "code").ToList();
            var cells = entry.Make(Device.Cpu, LibTorch.Examples.Notebooks.Draws.Recovered).Run().Cells;
            for (var i = 0; i < cells.Count; i++)
            {
                var outputs = code[i + 1]!["outputs"]!.AsArray();
                var printed = cells[i].Printed;
                var displays = cells[i].Source.Contains("return ", StringComparison.Ordinal) || !cells[i].Source.EndsWith(';');
                foreach (var text in displays ? printed.SkipLast(1) : printed)
                {
                    outputs.Add(new JsonObject { ["output_type"] = "stream", ["name"] = "stdout", ["text"] = new JsonArray(text + "\n") });
                }

                if (displays && printed.Count > 0)
                {
                    outputs.Add(new JsonObject { ["output_type"] = "display_data", ["data"] = new JsonObject { [mimeType] = new JsonArray(printed[^1]) } });
                }
            }

            File.WriteAllText(path, notebook.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
        }
    }

    private void Change(string file, string old, string other)
    {
        var path = Path.Combine(_folder, file);
        var text = File.ReadAllText(path);
        Assert.Contains(old, text, StringComparison.Ordinal);
        File.WriteAllText(path, text.Replace(old, other, StringComparison.Ordinal));
    }
}
