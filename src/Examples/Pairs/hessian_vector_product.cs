// A Hessian times a vector in three ways, without the Hessian; and with it, to see that they agree.

using LibTorch;

// Curved, with its minimum at ones.
static Tensor Rosenbrock(Tensor x) => (100 * (x[1..] - x[..^1].Pow(2)).Pow(2) + (1 - x[..^1]).Pow(2)).Sum();

var x = Torch.Randn([5], dtype: DType.Float64, requiresGrad: true);
var v = Torch.Randn([5], dtype: DType.Float64);
Torch.SetPrintOptions(precision: 10);

// The gradient of the gradient's product with v.
var gradient = Torch.Autograd.Grad(Rosenbrock(x), x, createGraph: true);
var product = Torch.Autograd.Grad(gradient, x, v, retainGraph: true);
Console.WriteLine(gradient);
Console.WriteLine(product);

// The functions that do so.
Print(Torch.Autograd.Functional.Hvp(Rosenbrock, x.Detach(), v));
Print(Torch.Autograd.Functional.Vhp(Rosenbrock, x.Detach(), v));

// The whole matrix.
var h = Torch.Autograd.Functional.Hessian(Rosenbrock, x.Detach());
Console.WriteLine(h);
Console.WriteLine((h.Matmul(v) - product).Abs().Max() <= 1e-9 * product.Abs().Max());
Console.WriteLine(Torch.Equal(h, h.T));

// Newton's step, by conjugate gradients with such products only.
var step = Torch.ZerosLike(v);
var residual = -gradient.Detach();
var direction = residual.Clone();
for (var i = 0; i < 5; i++)
{
    var image = Torch.Autograd.Grad(gradient, x, direction, retainGraph: true);
    var length = residual.Matmul(residual) / direction.Matmul(image);
    step = step + length * direction;
    var after = residual - length * image;
    direction = after + after.Matmul(after) / residual.Matmul(residual) * direction;
    residual = after;
    Console.WriteLine(residual.Norm());
}

Console.WriteLine(step);

static void Print((Tensor Value, Tensor Product) pair) => Console.WriteLine($"({pair.Value}, {pair.Product})");
