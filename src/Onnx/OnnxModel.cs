using Google.Protobuf;
using LibTorch.NN;
using LibTorch.Onnx.Protos;

namespace LibTorch.Onnx;

/// <summary>
/// The contents of an ONNX file: a network's weights, and the operators that use them. The network itself is written in C#.
/// </summary>
public sealed class OnnxModel
{
    private OnnxModel(Model model, string? folder)
    {
        Producer = $"{model.ProducerName} {model.ProducerVersion}".Trim();
        Weights = new StateDict();
        var graph = model.Graph;
        foreach (var weight in graph.Initializer)
        {
            Weights[weight.Name] = OnnxTensor.Of(weight, folder);
        }

        Nodes = [.. graph.Node.Select(node => new OnnxNode(node.OpType, node.Name, [.. node.Input], [.. node.Output]))];
        Inputs = [.. graph.Input.Select(input => input.Name).Where(name => !Weights.ContainsKey(name))];
        Outputs = [.. graph.Output.Select(output => output.Name)];
    }

    /// <summary>The program that wrote the file, and its version.</summary>
    public string Producer { get; }

    /// <summary>
    /// The weights by their names in the file. PyTorch's exporter uses the names of the module's state dict, and merges some weights into
    /// others, such as those of a batch normalisation.
    /// </summary>
    public StateDict Weights { get; }

    /// <summary>The operators, in the order in which they run.</summary>
    public IReadOnlyList<OnnxNode> Nodes { get; }

    /// <summary>The names of the network's inputs.</summary>
    public IReadOnlyList<string> Inputs { get; }

    /// <summary>The names of the network's outputs.</summary>
    public IReadOnlyList<string> Outputs { get; }

    /// <summary>Reads a file, and weights in separate files if these are in its folder or below.</summary>
    /// <exception cref="TorchFileException">The file is damaged, not an ONNX file, or has weights of a type that PyTorch lacks.</exception>
    /// <exception cref="IOException">The file does not exist or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">Access to the file is denied, or it is a folder.</exception>
    public static OnnxModel Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using var file = File.OpenRead(path);
        return new OnnxModel(Parsed(file), Path.GetDirectoryName(Path.GetFullPath(path)));
    }

    /// <summary>Reads a stream to its end. It stays open.</summary>
    /// <exception cref="TorchFileException">The content is damaged, not ONNX, has its weights in other files, or has weights of a type that
    /// PyTorch lacks.</exception>
    public static OnnxModel Load(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return new OnnxModel(Parsed(stream), null);
    }

    private static Model Parsed(Stream stream)
    {
        Model model;
        try
        {
            model = Model.Parser.ParseFrom(stream);
        }
        catch (InvalidProtocolBufferException error)
        {
            throw new TorchFileException($"The file is damaged, or not an ONNX file: {error.Message}", error);
        }

        // Nearly any bytes parse as a protobuf message, but a network has at least a graph.
        return model.Graph is not null ? model : throw new TorchFileException("The file is not an ONNX file: it has no graph.");
    }
}
