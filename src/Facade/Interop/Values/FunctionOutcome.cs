namespace LibTorch.Interop;

/// <summary>What a custom function's forward did, as ltf_function_outcome lays it out.</summary>
internal unsafe struct FunctionOutcome
{
    public nint* Inputs;
    public nint* Outputs;
    public nint* Dirty;
    public nint* NonDifferentiable;
    public nint* Saved;
    public int InputCount;
    public int OutputCount;
    public int DirtyCount;
    public int NonDifferentiableCount;
    public int SavedCount;
    public int Materialize;
}
