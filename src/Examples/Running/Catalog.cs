using LibTorch.Examples.Notebooks;

namespace LibTorch.Examples.Running;

/// <summary>The list of notebooks.</summary>
internal static class Catalog
{
    public static IReadOnlyList<NotebookEntry> All { get; } =
    [
        new("000", "gradient", "n000_gradient.py", (device, draws) => new N000Gradient(device, draws), "gradients of scalar functions of a vector"),
        new("001", "vector-jacobian", "n001_vector_jacobian.py", (device, draws) => new N001VectorJacobian(device, draws), "a norm, squares element by element, and a Jacobian times a vector"),
        new("002", "softmax", "n002_softmax.py", (device, draws) => new N002Softmax(device, draws), "the Jacobian of softmax, and the chain rule through a graph"),
        new("003", "detach", "n003_detach.py", (device, draws) => new N003Detach(device, draws), "gradients one after another, and a part of the graph held constant"),
        new("004", "rules", "n004_rules.py", (device, draws) => new N004Rules(device, draws), "the partial derivative, the gradient rules and both chain rules"),
    ];
}
