using Google.Protobuf;
using LibTorch.NN;
using LibTorch.Onnx.Protos;

namespace LibTorch.Onnx;

/// <summary>What an ONNX file has of a network: its weights, and which operators use them. The network itself is written in C#.</summary>
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

    /// <summary>The weights by their names in the file. PyTorch's exporter gives them the names of the module's state dict, and folds some of them together, such as those of a batch normalisation.</summary>
    public StateDict Weights { get; }

    /// <summary>The operators, in the order in which they run.</summary>
    public IReadOnlyList<OnnxNode> Nodes { get; }

    /// <summary>The names of the network's inputs.</summary>
    public IReadOnlyList<string> Inputs { get; }

    /// <summary>The names of the network's outputs.</summary>
    public IReadOnlyList<string> Outputs { get; }

    /// <summary>Reads a file. Weights in files beside it are read too, if they lie in its folder or below.</summary>
    /// <exception cref="TorchFileException">The file is damaged, none of ONNX, or has weights of a type that PyTorch has not.</exception>
    /// <exception cref="IOException">The file is not there or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read, or is a folder.</exception>
    public static OnnxModel Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using var file = File.OpenRead(path);
        return new OnnxModel(Parsed(file), Path.GetDirectoryName(Path.GetFullPath(path)));
    }

    /// <summary>Reads a stream to its end. It stays open.</summary>
    /// <exception cref="TorchFileException">What is in it is damaged, none of ONNX, has its weights in other files, or ones of a type that PyTorch has not.</exception>
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

        // Nearly anything is a protobuf message; a network has at least a graph.
        return model.Graph is not null ? model : throw new TorchFileException("The file is not an ONNX file: it has no graph.");
    }
}
