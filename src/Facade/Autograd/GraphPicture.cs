using LibTorch.Interop;

namespace LibTorch;

/// <summary>The drawing of an autograd graph: its boxes, in breadth-first order from the output, and the arrows between them.</summary>
internal sealed class GraphPicture
{
    private readonly Dictionary<nint, int> _known = [];
    private readonly Dictionary<nint, string> _names = [];

    public GraphPicture(Node root, IReadOnlyDictionary<string, Tensor>? names)
    {
        foreach (var (name, tensor) in names ?? new Dictionary<string, Tensor>())
        {
            _names[TensorCalls.Identity(tensor)] = name;
        }

        // Arrows point in the direction of the forward pass: from the leaves down to the output.
        var waiting = new Queue<(Node Node, int Box)>([(root, Box(root))]);
        Boxes.Add(new GraphBox(GraphBoxKind.Output, Shapes(root)));
        Arrows.Add((0, Boxes.Count - 1));
        while (waiting.TryDequeue(out var below))
        {
            foreach (var (next, _) in below.Node.NextFunctions)
            {
                if (next is null)
                {
                    continue;
                }

                if (!_known.TryGetValue(next.Identity, out var box))
                {
                    box = Box(next);
                    waiting.Enqueue((next, box));
                }

                Arrows.Add((box, below.Box));
            }
        }
    }

    public List<GraphBox> Boxes { get; } = [];

    public List<(int From, int To)> Arrows { get; } = [];

    private static string Shapes(Node node) => string.Join(", ", node.OutputShapes.Select(shape => Text(shape)));

    // As Python writes a tuple.
    private static string Text(Size? shape) => shape is { } sizes ? $"({string.Join(", ", sizes)}{(sizes.Count == 1 ? "," : "")})" : "?";

    private int Box(Node node)
    {
        var box = Boxes.Count;
        _known[node.Identity] = box;
        using var leaf = node.Variable;
        Boxes.Add(new GraphBox(GraphBoxKind.Operation, leaf is null ? $"{node.TypeName}\n{Shapes(node)}" : node.TypeName));
        if (leaf is not null)
        {
            var name = _names.TryGetValue(TensorCalls.Identity(leaf), out var given) ? given + "\n" : "";
            Boxes.Add(new GraphBox(GraphBoxKind.Leaf, name + Text(leaf.Shape)));
            Arrows.Add((Boxes.Count - 1, box));
        }

        return box;
    }
}
