namespace LibTorch.Optim;

/// <content>The formula is <see cref="AdamBase"/>'s; since 2.7 the weight decay may leave the averages out.</content>
public sealed partial class Adam : AdamBase
{
    internal const string NoSparse = "Adam does not support sparse gradients, please consider SparseAdam instead";

    private protected override string SparseRefusal => NoSparse;

    private protected override bool IsDecoupled(ParamGroup group) => group.Flag("decoupled_weight_decay") && group.Double("weight_decay") != 0;
}
