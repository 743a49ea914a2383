namespace LibTorch.Examples.Training;

/// <summary>What a training program was told on the command line.</summary>
/// <param name="Device">Where the tensors are.</param>
/// <param name="Epochs">How often it goes through its data.</param>
/// <param name="Samples">How many samples it takes of its data; null for all.</param>
/// <param name="Workers">How many threads fetch batches.</param>
/// <param name="Data">The folder or file with its data.</param>
/// <param name="Checkpoint">The file that it goes on from, and writes after each epoch; null for none.</param>
internal sealed record TrainingOptions(Device Device, int Epochs, int? Samples, int Workers, string Data, string? Checkpoint);
