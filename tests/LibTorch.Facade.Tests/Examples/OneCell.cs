using LibTorch.Examples.Notebooks;

namespace LibTorch.Tests.Examples;

/// <summary>A notebook whose content a test decides.</summary>
internal sealed class OneCell(Device device, Draws draws, Action<OneCell> content) : Notebook(device, draws)
{
    public Cell Show(object value) => In(1, () => value);

    public Cell Fail() => In(1, () => Torch.Ones(2).Matmul(Torch.Ones(3)));

    public void Claim(Func<Tensor, Tensor> f, Func<Tensor, Tensor> gradient) => Rule("claimed", Random(2, 2), x => f(x).Sum(), gradient);

    protected override void Cells() => content(this);

    protected override void Rules()
    {
    }
}
