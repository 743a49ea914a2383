using System.Globalization;
using System.Security.Cryptography;
using LibTorch.NN;

namespace LibTorch.Examples.Training;

/// <summary>One run of a training program: its options, the output of its lines, and whether it should end.</summary>
internal sealed class TrainingRun(TrainingOptions options, Action<string> write, IProgress<TrainingStep> progress, CancellationToken ending)
{
    public TrainingOptions Options { get; } = options;

    /// <summary>Whether the run should end after the current batch, and keep the learned weights.</summary>
    public bool IsEnding => ending.IsCancellationRequested;

    /// <summary>Whether the last write of the checkpoint, if there is one, succeeded.</summary>
    public bool IsSaved { get; set; } = true;

    public void Line(string text) => write(text);

    public void Report(TrainingStep step) => progress.Report(step);

    /// <summary>Prints the network and its number of parameters.</summary>
    public void Introduce(Module net)
    {
        Line($"{net}");
        Line($"{net.Parameters().Sum(parameter => parameter.Numel)} parameters");
    }

    /// <summary>A hash of all bytes of the state.</summary>
    public static string Fingerprint(Module net)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var tensor in net.StateDict().Values)
        {
            var there = tensor.Cpu();
            hash.AppendData(there.Contiguous().View(-1).View(DType.UInt8).ToArray<byte>());
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }

    /// <summary>All digits of a number, as Python writes them.</summary>
    public static string Digits(double number)
    {
        var text = number.ToString("R", CultureInfo.InvariantCulture);
        return text.Contains('E', StringComparison.Ordinal) ? text.Replace('E', 'e') : text.Contains('.', StringComparison.Ordinal) || !double.IsFinite(number) ? text : text + ".0";
    }
}
