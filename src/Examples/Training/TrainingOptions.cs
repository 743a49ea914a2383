namespace LibTorch.Examples.Training;

/// <summary>The command line options of a training program.</summary>
/// <param name="Device">The device of the tensors.</param>
/// <param name="Epochs">The number of passes over the data.</param>
/// <param name="Samples">The number of samples to use; null for all.</param>
/// <param name="Workers">The number of threads that fetch batches.</param>
/// <param name="Data">The folder or file with its data.</param>
/// <param name="Checkpoint">The file from which it continues, and which it writes after each epoch; null for none.</param>
internal sealed record TrainingOptions(Device Device, int Epochs, int? Samples, int Workers, string Data, string? Checkpoint);
