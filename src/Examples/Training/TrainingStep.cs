namespace LibTorch.Examples.Training;

/// <summary>The progress of a training.</summary>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="Batch">The number of finished batches of the epoch.</param>
/// <param name="Batches">The number of batches in an epoch.</param>
/// <param name="Loss">The batch's loss.</param>
/// <param name="Samples">The number of samples in the batch.</param>
internal readonly record struct TrainingStep(int Epoch, long Batch, long Batches, double Loss, long Samples);
