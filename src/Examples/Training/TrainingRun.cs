using System.Globalization;
using System.Security.Cryptography;
using LibTorch.NN;

namespace LibTorch.Examples.Training;

/// <summary>One run of a training program: its options, where its lines go, and whether it is to end.</summary>
internal sealed class TrainingRun(TrainingOptions options, Action<string> write, IProgress<TrainingStep> progress, CancellationToken ending)
{
    public TrainingOptions Options { get; } = options;

    /// <summary>Whether it is to end after the batch that it is at, and keep what was learnt.</summary>
    public bool IsEnding => ending.IsCancellationRequested;

    /// <summary>Whether the checkpoint, if one is wanted, could be written the last time.</summary>
    public bool IsSaved { get; set; } = true;

    public void Line(string text) => write(text);

    public void Report(TrainingStep step) => progress.Report(step);

    /// <summary>Prints the network and how many parameters it has.</summary>
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
