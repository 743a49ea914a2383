// The computations of PyTorch's introductions to autograd, with numbers of our own.

using LibTorch;
using LibTorch.NN;

// One layer and its loss: which tensors are leaves, and which functions created the others.
var x = Torch.Tensor([1.0f, 0.5f, -0.5f]);
var target = Torch.Zeros(2);
var w = Torch.Randn([3, 2], requiresGrad: true);
var b = Torch.Randn([2], requiresGrad: true);
var z = x.Matmul(w) + b;
var loss = Functional.BinaryCrossEntropyWithLogits(z, target);
Console.WriteLine(z);
Console.WriteLine(loss);
Console.WriteLine($"{z.GradFn!.Name} {loss.GradFn!.Name}");
loss.Backward();
Console.WriteLine(w.Grad);
Console.WriteLine(b.Grad);

// The backward pass of a vector needs the gradient as an argument.
var p = Torch.Tensor([1.0f, 2.0f, 4.0f], requiresGrad: true);
var q = Torch.Tensor([5.0f, 3.0f, 1.0f], requiresGrad: true);
var r = 2 * p.Pow(3) - q.Pow(2);
r.Backward(Torch.Ones(3));
Console.WriteLine($"{p.Grad} {(6 * p.Pow(2)).Eq(p.Grad!)}");
Console.WriteLine($"{q.Grad} {(-2 * q).Eq(q.Grad!)}");

// The graph, walked from the result to the leaf.
var t = Torch.Linspace(0.0, 3.0, 7, requiresGrad: true);
var @out = (2 * Torch.Sin(t) + 1).Sum();
for (var node = @out.GradFn; node is not null; node = node.NextFunctions.Select(next => next.Function).FirstOrDefault(function => function is not null))
{
    Console.WriteLine($"{node.Name} {node.NextFunctions.Count}");
}

@out.Backward();
Console.WriteLine(t.Grad);

// Operations that are recorded, and operations that are not.
Console.WriteLine($"{(x + target[0]).RequiresGrad} {(x + p).RequiresGrad}");
using (Torch.NoGrad())
{
    Console.WriteLine((x.Matmul(w) + b).RequiresGrad);
}

Console.WriteLine(z.Detach().RequiresGrad);

// Gradients add up until they are zeroed.
var square = Torch.Eye(2, 3, requiresGrad: true);
var powers = (square + 1).Pow(2).T;
powers.Backward(Torch.OnesLike(powers), retainGraph: true);
Console.WriteLine(square.Grad);
powers.Backward(Torch.OnesLike(powers), retainGraph: true);
Console.WriteLine(square.Grad);
square.Grad!.Zero_();
powers.Backward(Torch.OnesLike(powers));
Console.WriteLine(square.Grad);
try
{
    powers.Backward(Torch.OnesLike(powers));
}
catch (TorchException error)
{
    Console.WriteLine(error.Message);
}
