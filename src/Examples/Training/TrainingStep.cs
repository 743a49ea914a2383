namespace LibTorch.Examples.Training;

/// <summary>How far the training is.</summary>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="Batch">How many of the epoch's batches are done.</param>
/// <param name="Batches">How many there are.</param>
/// <param name="Loss">The batch's loss.</param>
/// <param name="Samples">How many samples the batch had.</param>
internal readonly record struct TrainingStep(int Epoch, long Batch, long Batches, double Loss, long Samples);
