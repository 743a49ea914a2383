namespace LibTorch.Interop;

/// <summary>The native function by which an operator is called; ltf_operator_entry.</summary>
internal readonly unsafe struct OperatorEntry
{
    private readonly delegate* unmanaged<nint, Value*, int, Value*, int> _function;

    public int Call(nint op, Value* arguments, int count, Value* results) => _function(op, arguments, count, results);
}
