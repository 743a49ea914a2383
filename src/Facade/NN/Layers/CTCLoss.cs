namespace LibTorch.NN;

/// <content>A call with the lengths as numbers instead of tensors.</content>
public sealed partial class CTCLoss
{
    /// <summary>Applies the module and runs its hooks; <c>module(log_probs, targets, input_lengths, target_lengths)</c> with tuples of lengths.</summary>
    public Tensor Call(Tensor logProbs, Tensor targets, ReadOnlySpan<long> inputLengths, ReadOnlySpan<long> targetLengths) =>
        Call(logProbs, targets, Torch.Tensor(inputLengths.ToArray()), Torch.Tensor(targetLengths.ToArray()));
}
