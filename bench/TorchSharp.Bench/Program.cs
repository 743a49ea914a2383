using LibTorch.Bench;
using static TorchSharp.torch;

if (args is ["start"])
{
    Console.WriteLine(ones(2, 3).ToString(TorchSharp.TensorStringStyle.Default));
    return;
}

set_num_threads(1);
new Worker(Console.Out, Catalog.Rows, () => manual_seed(0)).Serve(Console.In);
