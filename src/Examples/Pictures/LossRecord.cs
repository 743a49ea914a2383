using LibTorch.Examples.Training;

namespace LibTorch.Examples.Pictures;

/// <summary>Stores each step of a training.</summary>
internal sealed class LossRecord : IProgress<TrainingStep>
{
    private readonly List<TrainingStep> _steps = [];

    public IReadOnlyList<TrainingStep> Steps => _steps;

    public void Report(TrainingStep value) => _steps.Add(value);
}
