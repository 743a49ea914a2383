using System.CommandLine;
using LibTorch.Examples.Running;

namespace LibTorch.Examples.Training;

/// <summary>The command line of a training program.</summary>
internal static class TrainingCommand
{
    public static Command Of(TrainingProgram program, Option<string> device, TextWriter output)
    {
        var (epochs, samples) = (Epochs(), Samples());
        Option<int> workers = AtLeast(new("--workers") { Description = "How many threads fetch batches. The numbers are the same with any." }, 0);
        Option<string> data = new("--data") { Description = "Where its data lie.", DefaultValueFactory = _ => program.Data };
        Option<string?> checkpoint = new("--checkpoint") { Description = "A file that it goes on from if it is there, and writes after each epoch and on Ctrl+C: all that training goes on from, and the weights that were best." };
        Option<bool> quiet = new("--quiet") { Description = "Show no progress." };
        Option<bool> live = new("--live") { Description = $"Also run the Python twin and compare every line. {PythonTwin.Choice}" };
        Command command = new(program.Name, program.Description) { epochs, samples, workers, data, quiet, live };
        if (program.HasCheckpoint)
        {
            command.Add(checkpoint);
        }

        command.SetAction(parsed =>
        {
            var options = new TrainingOptions(
                App.On(parsed.GetValue(device)!), parsed.GetValue(epochs), parsed.GetValue(samples), parsed.GetValue(workers), parsed.GetValue(data)!,
                program.HasCheckpoint ? parsed.GetValue(checkpoint) : null);
            return new TrainingRunner(output, parsed.GetValue(quiet)).Run(program, options, parsed.GetValue(live));
        });
        return command;
    }

    /// <summary>How many epochs.</summary>
    public static Option<int> Epochs() => AtLeast(new("--epochs") { Description = "How often it goes through its data.", DefaultValueFactory = _ => 3 }, 1);

    /// <summary>How many samples.</summary>
    public static Option<int?> Samples()
    {
        Option<int?> samples = new("--samples") { Description = "How many samples it takes of its data; all without it." };
        samples.Validators.Add(result => Require(result, result.GetValueOrDefault<int?>() is null or > 100, "--samples has to be above 100"));
        return samples;
    }

    /// <summary>Has the message be an error of the command line where this does not hold.</summary>
    public static void Require(System.CommandLine.Parsing.OptionResult result, bool holds, string message)
    {
        if (!holds)
        {
            result.AddError(message);
        }
    }

    private static Option<int> AtLeast(Option<int> option, int least)
    {
        option.Validators.Add(result => Require(result, result.GetValueOrDefault<int>() >= least, $"{option.Name} has to be at least {least}"));
        return option;
    }
}
