namespace LibTorch.Examples.Training;

/// <summary>A training program: its name on the command line, its Python twin, its data, and its function.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it trains.</param>
/// <param name="Twin">Its Python twin in this folder.</param>
/// <param name="Data">The folder or file with its data unless one is given.</param>
/// <param name="HasCheckpoint">Whether it can write a checkpoint.</param>
/// <param name="Run">Trains, and prints what the twin prints.</param>
internal sealed record TrainingProgram(string Name, string Description, string Twin, string Data, bool HasCheckpoint, Action<TrainingRun> Run)
{
    /// <summary>Where Fashion-MNIST lies.</summary>
    public const string Pictures = "/usr/share/datasets/fashion-mnist";

    public static IReadOnlyList<TrainingProgram> All { get; } =
    [
        new("fashion-mlp", "Train fully connected layers on Fashion-MNIST.", "fashion_mlp.py", Pictures, true, run => FashionMnist.Train(() => new FashionMlp(), run)),
        new("fashion-cnn", "Train convolutions on Fashion-MNIST.", "fashion_cnn.py", Pictures, true, run => FashionMnist.Train(() => new FashionCnn(), run)),
        new("diabetes", "Train a small network on measurements of diabetes, by LBFGS.", "diabetes.py", "/usr/lib/python3/dist-packages/sklearn/datasets/data", false, Diabetes.Train),
        new("text-transformer", "Train a transformer to write on, character by character.", "text_transformer.py", "/usr/share/common-licenses/GPL-3", false, TextTransformer.Train),
    ];
}
