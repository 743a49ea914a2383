using LibTorch.Examples.Notebooks;

namespace LibTorch.Examples.Running;

/// <summary>The notebooks there are.</summary>
internal static class Catalog
{
    public static IReadOnlyList<NotebookEntry> All { get; } =
    [
        new("000", "gradient", "n000_gradient.py", (device, draws) => new N000Gradient(device, draws)),
        new("001", "vector-jacobian", "n001_vector_jacobian.py", (device, draws) => new N001VectorJacobian(device, draws)),
        new("002", "softmax", "n002_softmax.py", (device, draws) => new N002Softmax(device, draws)),
        new("003", "detach", "n003_detach.py", (device, draws) => new N003Detach(device, draws)),
        new("004", "rules", "n004_rules.py", (device, draws) => new N004Rules(device, draws)),
    ];
}
