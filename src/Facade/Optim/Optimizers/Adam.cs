namespace LibTorch.Optim;

/// <content>The formula is in <see cref="AdamBase"/>. Since 2.7 the weight decay may be decoupled, so that it does not enter the running
/// averages.</content>
public sealed partial class Adam : AdamBase
{
    internal const string NoSparse = "Adam does not support sparse gradients, please consider SparseAdam instead";

    private protected override string SparseRefusal => NoSparse;

    private protected override bool IsDecoupled(ParamGroup group) => group.Flag("decoupled_weight_decay") && group.Double("weight_decay") != 0;
}
