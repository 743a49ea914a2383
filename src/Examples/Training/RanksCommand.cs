using System.CommandLine;
using LibTorch.Examples.Running;

namespace LibTorch.Examples.Training;

/// <summary>The command line that starts the ranks of a distributed training, and that of each rank.</summary>
internal static class RanksCommand
{
    public const string Name = "fashion-ranks";

    public static Command Make(Option<string> device, TextWriter output, TextWriter error)
    {
        Option<int?> ranks = new("--ranks") { Description = "How many processes; as many as --languages has letters, or 2." };
        ranks.Validators.Add(result => TrainingCommand.Require(result, result.GetValueOrDefault<int?>() is null or >= 1, "--ranks has to be at least 1"));
        Option<string?> languages = new("--languages") { Description = $"A letter for each rank, C for C# and P for Python; all C without it. {PythonTwin.Choice}" };
        var (epochs, samples) = (TrainingCommand.Epochs(), TrainingCommand.Samples());
        Option<string> data = new("--data") { Description = "Where its data lie.", DefaultValueFactory = _ => TrainingProgram.Pictures };
        Option<string?> checkpoint = new("--checkpoint") { Description = "A checkpoint file: all ranks resume from it if it exists, and rank 0 writes it after each epoch." };
        Option<bool> live = new("--live") { Description = $"Also run as many Python ranks and compare every line. {PythonTwin.Choice}" };
        Command command = new(Name, "Train convolutions on Fashion-MNIST in several processes, in C# and in Python. If RANK and WORLD_SIZE are set in the environment, it is one of these processes.")
        {
            ranks, languages, epochs, samples, data, checkpoint, live,
        };
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(device) != "cpu")
            {
                throw new CannotRunException($"--device {parsed.GetValue(device)}: {Name} computes on the CPU");
            }

            var options = new TrainingOptions(
                Device.Cpu, parsed.GetValue(epochs), parsed.GetValue(samples), Workers: 0, parsed.GetValue(data)!, parsed.GetValue(checkpoint));
            return IsRank
                ? Train(options, output, error)
                : new RanksRunner(output, error).Run(Languages(parsed.GetValue(ranks), parsed.GetValue(languages)), options, parsed.GetValue(live));
        });
        return command;
    }

    private static bool IsRank =>
        Environment.GetEnvironmentVariable("RANK") is { Length: > 0 } && Environment.GetEnvironmentVariable("WORLD_SIZE") is { Length: > 0 };

    private static int Train(TrainingOptions options, TextWriter output, TextWriter error)
    {
        try
        {
            return FashionRanks.Train(options, output) ? 0 : 1;
        }
        catch (TorchDistException why)
        {
            error.WriteLine(App.OneLine(why.Message));
            return 1;
        }
    }

    private static string Languages(int? ranks, string? given)
    {
        var count = ranks ?? given?.Length ?? 2;
        var languages = given ?? new string('C', count);
        return languages.Length > 0 && languages.Length == count && languages.All(language => language is 'C' or 'P')
            ? languages
            : throw new CannotRunException($"--languages {given}: it has to have one letter, C or P, for each of the {count} ranks");
    }
}
