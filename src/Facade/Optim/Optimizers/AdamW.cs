using LibTorch.Interop;

namespace LibTorch.Optim;

/// <content>The formula is in <see cref="AdamBase"/>. Since 2.7 Python's class derives from Adam and has Adam's messages.</content>
public sealed partial class AdamW : AdamBase
{
    private protected override bool IsDecoupled(ParamGroup group) => true;

    private protected override string SparseRefusal => LibraryCalls.IsAtLeast(2, 7) ? Adam.NoSparse : base.SparseRefusal;

    private protected override void AfterLoading()
    {
        if (LibraryCalls.IsAtLeast(2, 7))
        {
            foreach (var group in ParamGroups)
            {
                group["decoupled_weight_decay"] = true;
            }
        }
    }
}
