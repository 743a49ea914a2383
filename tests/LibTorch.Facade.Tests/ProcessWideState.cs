namespace LibTorch.Tests;

/// <summary>Tests that seed the generator or change settings of the whole process: nothing runs beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ProcessWideState
{
    public const string Name = "process-wide state";
}
