using System.Globalization;
using System.Runtime.Versioning;
using System.Text.RegularExpressions;
using LibTorch.Tests.Build;
using LibTorch.Tests.Files;

namespace LibTorch.Tests.Examples;

/// <summary>The training programs beside their Python twins, on small data of the real data's format.</summary>
[SupportedOSPlatform("linux")]
public sealed partial class TrainingTests(PythonSession python) : IDisposable
{
    private static readonly string Program = $"dotnet {Path.Combine(AppContext.BaseDirectory, "LibTorch.Examples.dll")}";

    private readonly string _folder = Directory.CreateTempSubdirectory("libtorch-training-").FullName;
    private readonly Random _random = new(1);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("fashion-mlp", "--epochs 2 --workers 0", 8)]
    [InlineData("fashion-mlp", "--epochs 2 --workers 2", 8)]
    [InlineData("fashion-cnn", "--epochs 1 --samples 400", 5)]
    [InlineData("diabetes", "--epochs 4", 8)]
    [InlineData("text-transformer", "--epochs 1", 8)]
    public void Every_line_is_Pythons(string name, string options, int least)
    {
        var (exit, output, error) = Shell.Run($"{Program} {name} --data {Data(name)} {options} --live");
        Assert.True(exit == 0, output + error);
        Assert.True(int.Parse(EqualLines().Match(output).Groups[1].Value, CultureInfo.InvariantCulture) >= least, output);
        Assert.Contains("trained weights", output, StringComparison.Ordinal);
    }

    [Fact]
    public void It_ends_after_the_batch_and_keeps_what_was_learnt()
    {
        var (exit, output, error) = Shell.Run(
            $$"""
            mkfifo {{_folder}}/lines
            env --default-signal=INT {{Program}} fashion-mlp --data {{Data("fashion-mlp")}} --epochs 1000 >{{_folder}}/lines & program=$!
            seen=0
            while read -r line; do
                echo "$line"
                if [[ $line == *validation* && $seen == 0 ]]; then seen=1; kill -INT $program; fi
            done <{{_folder}}/lines
            wait $program
            """);
        Assert.True(exit == 0, output + error);
        // The signal may come while the epoch's end is being worked on.
        Assert.Matches(@"\nended (in epoch \d+ after batch \d+|after epoch \d+) of \d+\n", output);
        Assert.Contains("\ntest with the weights of epoch ", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_checkpoint_has_Pythons_bytes_and_Python_goes_on_from_it_with_the_same_lines()
    {
        var (data, sharp, twin) = (Data("fashion-mlp"), Checkpoint("sharp"), Checkpoint("twin"));
        Succeeds($"{Program} fashion-mlp --data {data} --epochs 1 --checkpoint {sharp}");
        Succeeds($"/usr/bin/python3 {AppContext.BaseDirectory}/Training/fashion_mlp.py --data {data} --epochs 1 --checkpoint {twin}");
        SavedFiles.AssertSame(python, twin, sharp);

        // Python begins with a copy of the file.
        var further = Succeeds($"{Program} fashion-mlp --data {data} --epochs 2 --checkpoint {sharp} --live");
        Assert.StartsWith("goes on in epoch 2 after batch 0", further.Split('\n').First(line => line.StartsWith("goes on", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Matches(EqualLines(), further);
        Assert.Equal(Weights(Succeeds($"{Program} fashion-mlp --data {data} --epochs 2")), Weights(further));
        Assert.Contains(python.Eval($"torch.load({SavedFiles.Quoted(sharp)})['best']['epoch']"), new[] { "1", "2" });
    }

    [Fact]
    public void What_was_ended_within_an_epoch_goes_on_as_if_it_had_not_been()
    {
        var file = Checkpoint("ended");
        Pictures("train", 20_000);
        Pictures("t10k", 150);
        var (exit, output, error) = Shell.Run(
            $$"""
            mkfifo {{_folder}}/lines
            env --default-signal=INT {{Program}} fashion-mlp --data {{_folder}} --epochs 2 --checkpoint {{file}} >{{_folder}}/lines & program=$!
            while read -r line; do
                echo "$line"
                if [[ $line == *'epoch 1 batch 100 of'* ]]; then kill -INT $program; fi
            done <{{_folder}}/lines
            wait $program
            """);
        Assert.True(exit == 0, output + error);
        Assert.Matches(@"\nended in epoch 1 after batch \d+ of 282\n", output);
        var further = Succeeds($"{Program} fashion-mlp --data {_folder} --epochs 2 --workers 2 --checkpoint {file}");
        Assert.Matches(@"\ngoes on in epoch 1 after batch \d+\n", further);
        Assert.Equal(Weights(Succeeds($"{Program} fashion-mlp --data {_folder} --epochs 2")), Weights(further));
    }

    [Fact]
    public void A_full_disk_leaves_the_last_checkpoint()
    {
        // The first one has no optimizer's state yet, so it is about half as large as those that follow. The runtime's own memory counts as files unless it is told not to.
        var file = Checkpoint("full");
        var (exit, output, error) = Shell.Run(
            $"trap '' XFSZ; ulimit -f 3000; DOTNET_EnableWriteXorExecute=0 {Program} fashion-mlp --data {Data("fashion-mlp")} --epochs 2 --checkpoint {file}");
        Assert.True(exit == 1, output + error);
        Assert.Equal(2, Regex.Count(output, @"--checkpoint .*The checkpoint before stays\.\n"));
        Assert.Contains("\ntest with the weights of epoch ", output, StringComparison.Ordinal);
        Assert.Equal([file], Directory.GetFiles(Path.GetDirectoryName(file)!));
        Assert.Equal(1, Torch.Load<LibTorch.Optim.StateDictionary>(file, cancellationToken: TestContext.Current.CancellationToken).Get<int>("epoch"));
    }

    [Fact]
    public void A_file_that_is_no_checkpoint_of_the_training_is_refused_and_stays()
    {
        var (data, file) = (Data("fashion-cnn"), Checkpoint("other"));
        Succeeds($"{Program} fashion-cnn --data {data} --epochs 1 --samples 200 --checkpoint {file}");
        Refused("fashion-mlp --samples 200", file, "Missing key");
        Refused("fashion-cnn --samples 300", file, "it is of a training with --samples 200.");
        Refused("fashion-cnn", file, "it is of a training with --samples 200.");
        File.WriteAllText(file, "no checkpoint");
        Refused("fashion-cnn", file, "");
        Torch.Save(new LibTorch.Optim.StateDictionary { ["samples"] = null, ["best"] = 3 }, file, cancellationToken: TestContext.Current.CancellationToken);
        Refused("fashion-cnn", file, "'best'");
        Refused("fashion-cnn", "/nowhere/checkpoint.pt", "/nowhere");

        void Refused(string arguments, string checkpoint, string reason)
        {
            var before = File.Exists(checkpoint) ? File.ReadAllBytes(checkpoint) : null;
            var (exit, _, error) = Shell.Run($"{Program} {arguments} --data {data} --checkpoint {checkpoint}");
            Assert.True(exit == 2, error);
            Assert.StartsWith($"--checkpoint {checkpoint}: ", error, StringComparison.Ordinal);
            Assert.Contains(reason, error, StringComparison.Ordinal);
            Assert.Single(error.TrimEnd('\n').Split('\n'));
            Assert.Equal(before, File.Exists(checkpoint) ? File.ReadAllBytes(checkpoint) : null);
        }
    }

    [Fact]
    public void A_terminal_shows_a_bar()
    {
        var command = $"{Program} fashion-mlp --data {Data("fashion-mlp")} --epochs 2";
        var (exit, output) = Shell.OnTerminal(command);
        Assert.True(exit == 0, output);
        Assert.Contains("samples/s", output, StringComparison.Ordinal);
        (exit, output) = Shell.OnTerminal(command + " --quiet");
        Assert.True(exit == 0, output);
        Assert.DoesNotContain("samples/s", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("fashion-mlp --data /nowhere", "--data /nowhere: ")]
    [InlineData("diabetes --data /nowhere", "--data /nowhere: ")]
    [InlineData("text-transformer --data /nowhere", "--data /nowhere: ")]
    [InlineData("fashion-mlp --epochs 0", "--epochs has to be at least 1")]
    [InlineData("fashion-mlp --samples 3", "--samples has to be above 100")]
    [InlineData("fashion-cnn --workers -1", "--workers has to be at least 0")]
    [InlineData("diabetes --checkpoint x.pt", "Unrecognized command or argument '--checkpoint'")]
    public void What_cannot_be_run_is_one_line(string arguments, string message)
    {
        var (exit, _, error) = Shell.Run($"{Program} {arguments}");
        Assert.Equal(2, exit);
        Assert.StartsWith(message, error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd('\n').Split('\n'));
    }

    [GeneratedRegex(@"\n(\d+) of \1 lines are Python's\.\n")]
    private static partial Regex EqualLines();

    private static string Succeeds(string command)
    {
        var (exit, output, error) = Shell.Run(command);
        Assert.True(exit == 0, output + error);
        return output;
    }

    private static string Weights(string output) => output.Split('\n').Single(line => line.StartsWith("trained weights ", StringComparison.Ordinal));

    // All of the same name, which is part of the file; each in a folder of its own.
    private string Checkpoint(string folder) => Path.Combine(Directory.CreateDirectory(Path.Combine(_folder, folder)).FullName, "run.pt");

    // The folder or file.
    private string Data(string name)
    {
        switch (name)
        {
            case "text-transformer":
                File.WriteAllText(Path.Combine(_folder, "text"), string.Concat(Enumerable.Repeat("a text that says the same again and again, ", 20)));
                return Path.Combine(_folder, "text");
            case "diabetes":
                Write("diabetes_data_raw.csv.gz", [.. Lines(150, 10).SelectMany(System.Text.Encoding.UTF8.GetBytes)]);
                Write("diabetes_target.csv.gz", [.. Lines(150, 1).SelectMany(System.Text.Encoding.UTF8.GetBytes)]);
                return _folder;
            default:
                Pictures("train", 700);
                Pictures("t10k", 150);
                return _folder;
        }
    }

    private void Pictures(string name, int count) => SmallPictures.Write(_folder, name, count, _random);

    private IEnumerable<string> Lines(int count, int columns) =>
        Enumerable.Range(0, count).Select(_ => string.Join(' ', Enumerable.Range(0, columns).Select(_ => (_random.NextDouble() * 100).ToString("E18", CultureInfo.InvariantCulture))) + "\n");

    private void Write(string name, byte[] content) => SmallPictures.Compress(Path.Combine(_folder, name), content);
}
